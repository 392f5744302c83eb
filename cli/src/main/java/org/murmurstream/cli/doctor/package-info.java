/** What is wrong with this machine, and what to do about it. */
package org.murmurstream.cli.doctor;
