package org.murmurstream.trainer.result;

import java.awt.BasicStroke;
import java.awt.Color;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.murmurstream.core.MurmurClass;

/** How one thing in a picture is told from the others, also by those who see no colours. */
record Look(Color colour, BasicStroke line, Marker marker) {

  private static final BasicStroke[] LINES = {
    SeriesLines.SOLID, SeriesLines.DASH_DASH, SeriesLines.DOT_DOT, SeriesLines.DASH_DOT
  };
  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.TRIANGLE_UP, SeriesMarkers.DIAMOND
  };

  /** Which most people with a colour deficiency tell apart: Okabe and Ito's, the dark ones. */
  private static final Color[] COLOURS = {
    new Color(0x00, 0x72, 0xb2),
    new Color(0xd5, 0x5e, 0x00),
    new Color(0x00, 0x9e, 0x73),
    new Color(0xcc, 0x79, 0xa7),
    new Color(0x00, 0x00, 0x00)
  };

  static Look of(MurmurClass murmur) {
    return switch (murmur) {
      case PRESENT ->
          new Look(new Color(0xb2, 0x18, 0x2b), SeriesLines.SOLID, SeriesMarkers.CIRCLE);
      case UNKNOWN ->
          new Look(new Color(0x75, 0x70, 0xb3), SeriesLines.DASH_DASH, SeriesMarkers.SQUARE);
      case ABSENT ->
          new Look(new Color(0x21, 0x66, 0xac), SeriesLines.DASH_DOT, SeriesMarkers.TRIANGLE_UP);
    };
  }

  /** Of the things in a picture, from 0; the first sixteen differ in marker or line. */
  static Look of(int number) {
    return new Look(
        COLOURS[number % COLOURS.length],
        LINES[(number + number / MARKERS.length) % LINES.length],
        MARKERS[number % MARKERS.length]);
  }
}
