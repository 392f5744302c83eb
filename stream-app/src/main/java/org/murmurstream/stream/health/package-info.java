/** What the application tells orchestrators and operators of itself. */
package org.murmurstream.stream.health;
