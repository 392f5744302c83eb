package org.murmurstream.http;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.eclipse.jetty.io.Connection;

/**
 * Keeps the number of open connections within a bound by ending the one that is open for longest.
 * To stop accepting at the bound, as Jetty's own limit does, would let those who only sit there
 * keep out the one who asks.
 */
final class OpenConnections implements Connection.Listener {

  private final int most;
  private final Set<Connection> open = new LinkedHashSet<>();

  OpenConnections(int most) {
    this.most = most;
  }

  @Override
  public void onOpened(Connection connection) {
    Connection eldest = null;
    synchronized (open) {
      open.add(connection);
      if (open.size() > most) {
        Iterator<Connection> inOrder = open.iterator();
        eldest = inOrder.next();
        inOrder.remove();
      }
    }
    if (eldest != null) {
      eldest.getEndPoint().close();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    synchronized (open) {
      open.remove(connection);
    }
  }

  int count() {
    synchronized (open) {
      return open.size();
    }
  }
}
