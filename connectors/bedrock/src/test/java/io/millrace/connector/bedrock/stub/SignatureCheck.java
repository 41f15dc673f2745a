package io.millrace.connector.bedrock.stub;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signature Version 4 as a service checks it (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html):
 * the signature is made again from what came and compared.
 */
final class SignatureCheck {
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");
    /** What must be signed, so that nobody between can send the request elsewhere or later. */
    private static final List<String> LEAST = List.of("host", "x-amz-date");

    private SignatureCheck() {}

    /** What is wrong with a request's signature, as its reply; null when nothing is. */
    static @Nullable StubReply problem(StubRequest request, String accessKey, String secret, String region) {
        Matcher given = AUTHORIZATION.matcher(String.valueOf(request.header("Authorization")));
        if (!given.matches()) {
            return StubReply.error(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        if (!given.group(1).equals(accessKey)) {
            return StubReply.error(
                    403,
                    "UnrecognizedClientException",
                    "The security token included in the request is invalid: " + given.group(1));
        }
        List<String> signed = List.of(given.group(5).split(";"));
        String scope = "%s/%s/bedrock/aws4_request".formatted(given.group(2), region);
        boolean inScope = given.group(3).equals(region) && given.group(4).equals("bedrock");
        String expected = signature(request, signed, given.group(2), scope, region, secret);
        return inScope && signed.containsAll(LEAST) && expected.equals(given.group(6))
                ? null
                : StubReply.error(
                        403,
                        "InvalidSignatureException",
                        "The request signature we calculated does not match the signature you provided. The Canonical String for this request should have been '"
                                + canonical(request, signed) + "' for " + given.group(1));
    }

    private static String signature(
            StubRequest request, List<String> signed, String day, String scope, String region, String secret) {
        String toSign = String.join(
                "\n",
                "AWS4-HMAC-SHA256",
                String.valueOf(request.header("X-Amz-Date")),
                scope,
                sha256(canonical(request, signed).getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(day, region, "bedrock", "aws4_request")) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static String canonical(StubRequest request, List<String> signed) {
        String headers = signed.stream()
                .map(name -> name + ":"
                        + String.valueOf(request.header(name)).strip().replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method(),
                twiceEscaped(request.rawPath()),
                "",
                headers,
                String.join(";", signed),
                sha256(request.bytes()));
    }

    /** Of a path as it is sent, each part is escaped once more. */
    private static String twiceEscaped(String path) {
        return Stream.of(path.split("/", -1))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A")
                        .replace("%7E", "~"))
                .collect(Collectors.joining("/"));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
