package dev.corvid.inference.remote;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads server-sent events from bytes that come in any pieces: the data of each event, in order.
/// Names, ids and comments are left out. Of the WHATWG's format, with one liberty: an event whose
/// closing blank line never comes counts if its lines are whole. Not thread-safe.
final class EventParser {
  private final int mostBytes;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private boolean hasData;
  private boolean afterReturn;
  private boolean first = true;

  /// An event or a line is longer than allowed.
  static final class TooLong extends Exception {
    private static final long serialVersionUID = 1L;

    TooLong(int mostBytes) {
      super("an event of more than %,d bytes".formatted(mostBytes));
    }
  }

  /// @param mostBytes the longest line and the longest event
  EventParser(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /// Take more bytes; gives the events that end in them.
  List<String> feed(byte[] bytes) throws TooLong {
    List<String> events = new ArrayList<>();
    for (byte b : bytes) {
      boolean secondHalf = afterReturn && b == '\n';
      afterReturn = b == '\r';
      if (secondHalf) {
        continue;
      }
      if (b == '\r' || b == '\n') {
        endLine(events);
      } else {
        line.write(b);
        if (line.size() > mostBytes) {
          throw new TooLong(mostBytes);
        }
      }
    }
    return events;
  }

  /// The event that was open when the stream ended; a line that was cut is not part of it.
  List<String> finish() {
    List<String> events = new ArrayList<>();
    dispatch(events);
    return events;
  }

  private void endLine(List<String> events) throws TooLong {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (first) {
      text = text.startsWith("\uFEFF") ? text.substring(1) : text;
      first = false;
    }
    if (text.isEmpty()) {
      dispatch(events);
    } else if (text.equals("data") || text.startsWith("data:")) {
      add(text.length() <= 5 ? "" : text.substring(text.charAt(5) == ' ' ? 6 : 5));
    }
  }

  private void add(String text) throws TooLong {
    if (data.length() + text.length() > mostBytes) {
      throw new TooLong(mostBytes);
    }
    if (hasData) {
      data.append('\n');
    }
    data.append(text);
    hasData = true;
  }

  private void dispatch(List<String> events) {
    if (hasData) {
      events.add(data.toString());
    }
    data.setLength(0);
    hasData = false;
  }
}
