package io.millrace.job.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What Flink's web UI shows of a cluster and its jobs: the answers of the REST API that it is made from. */
final class WebUi {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> pages = new TreeMap<>();
    private final URI address;

    private WebUi(URI address) {
        this.address = address;
    }

    /** Every page that there is now, by its path. */
    static Map<String, String> pages(URI address) {
        WebUi ui = new WebUi(address);
        for (String path : List.of(
                "/overview",
                "/config",
                "/jobmanager/config",
                "/jobmanager/environment",
                "/jobmanager/metrics",
                "/taskmanagers")) {
            ui.read(path);
        }
        for (String job : ui.ids(ui.read("/jobs/overview").path("jobs"), "jid")) {
            ui.readJob("/jobs/" + job);
        }
        return ui.pages;
    }

    private void readJob(String job) {
        for (String part : List.of(
                "/config",
                "/exceptions",
                "/accumulators?includeSerializedValue=true",
                "/checkpoints",
                "/checkpoints/config",
                "/plan",
                "/jobmanager/config",
                "/metrics")) {
            read(job + part);
        }
        for (String vertex : ids(read(job).path("vertices"), "id")) {
            for (String part : List.of("", "/accumulators", "/taskmanagers", "/subtasktimes", "/watermarks")) {
                read(job + "/vertices/" + vertex + part);
            }
            String metrics = "/vertices/" + vertex + "/subtasks/metrics";
            List<String> names = ids(read(job + metrics), "id");
            for (String name : names) {
                read(job + metrics + "?get=" + name.replaceAll("[^A-Za-z0-9_.-]", "_"));
            }
        }
    }

    private List<String> ids(JsonNode list, String field) {
        List<String> ids = new ArrayList<>();
        list.forEach(entry -> ids.add(entry.path(field).asText()));
        return ids;
    }

    private JsonNode read(String path) {
        try {
            var response =
                    client.send(HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString());
            pages.put(path, response.body());
            return Flow.json(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("The web UI doesn't answer at " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while reading the web UI", e);
        }
    }
}
