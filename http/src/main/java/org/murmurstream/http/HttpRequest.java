package org.murmurstream.http;

/**
 * What somebody asks.
 *
 * @param method in capitals
 * @param path as it was sent, percent signs and all
 * @param query what follows the question mark, as it was sent; empty if there is none
 * @param body all of it, taken for UTF-8; empty if the server takes none
 */
public record HttpRequest(String method, String path, String query, String body) {}
