package dev.corvid.inference.remote;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The body of an answer, taken piece by piece by the thread that waits for it. Only as much is
/// fetched as is taken. Closing it hangs up.
final class Body implements BodySubscriber<Body>, AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<byte[]> pieces = new ArrayDeque<>();
  private Flow.@Nullable Subscription subscription;
  private @Nullable Throwable failure;
  private boolean ended;
  private boolean closed;

  @Override
  public CompletionStage<Body> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    lock.lock();
    try {
      subscription = given;
      if (closed) {
        given.cancel();
      } else {
        given.request(1);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    lock.lock();
    try {
      for (ByteBuffer buffer : buffers) {
        if (buffer.hasRemaining()) {
          byte[] piece = new byte[buffer.remaining()];
          buffer.get(piece);
          pieces.add(piece);
        }
      }
      if (pieces.isEmpty() && subscription != null) {
        subscription.request(1);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onError(Throwable reason) {
    lock.lock();
    try {
      failure = reason;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onComplete() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The next bytes; an empty array at the end.
  ///
  /// @throws IOException if the connection is lost
  /// @throws TimeoutException if nothing comes in time
  byte[] next(Duration patience) throws IOException, InterruptedException, TimeoutException {
    lock.lockInterruptibly();
    try {
      long left = patience.toNanos();
      while (pieces.isEmpty() && !ended && failure == null) {
        if (left <= 0) {
          throw new TimeoutException();
        }
        left = changed.awaitNanos(left);
      }
      if (pieces.isEmpty() && failure != null) {
        throw new IOException(failure);
      }
      byte[] piece = pieces.isEmpty() ? new byte[0] : pieces.remove();
      if (pieces.isEmpty() && !ended && subscription != null) {
        subscription.request(1);
      }
      return piece;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (subscription != null) {
        subscription.cancel();
      }
    } finally {
      lock.unlock();
    }
  }
}
