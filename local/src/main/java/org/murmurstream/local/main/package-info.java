/** The broker as a program. */
package org.murmurstream.local.main;
