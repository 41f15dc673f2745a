/** Amazon Bedrock's runtime on the loopback address: its signatures, its limits, its errors and the framing of its streams. */
package io.millrace.connector.bedrock.stub;
