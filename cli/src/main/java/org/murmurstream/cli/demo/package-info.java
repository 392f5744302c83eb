/**
 * The whole system at work in this JVM: what is shown of each exam, and whether every one was
 * answered.
 */
package org.murmurstream.cli.demo;
