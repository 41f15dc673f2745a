package io.millrace.embedded.qdrant;

import io.grpc.Status;

/** How a server refused a call: the gRPC status code and the whole message. */
record Refusal(Status.Code code, String message) {

    static Refusal invalid(String message) {
        return new Refusal(Status.Code.INVALID_ARGUMENT, message);
    }

    static Refusal notFound(String message) {
        return new Refusal(Status.Code.NOT_FOUND, message);
    }

    static Refusal missingCollection(String name) {
        return notFound("Not found: Collection `" + name + "` doesn't exist!");
    }
}
