/** Every key of the application, where its value comes from, and what the values make together. */
package org.murmurstream.stream.config;
