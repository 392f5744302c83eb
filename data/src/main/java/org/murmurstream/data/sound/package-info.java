/**
 * Recordings as other circumstances, stethoscopes and programs would have left them: for teaching a
 * model what must not sway it, and for measuring what does. The same names and numbers give the
 * same samples on every machine.
 */
package org.murmurstream.data.sound;
