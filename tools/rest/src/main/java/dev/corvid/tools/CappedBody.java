package dev.corvid.tools;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// Collects a body up to a number of bytes and then hangs up. A connection that is lost on the way
/// leaves what has come, since by then the status is known.
final class CappedBody implements BodySubscriber<CappedBody.Read> {
  private final HttpResponse.ResponseInfo info;
  private final int most;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<Read> result = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  /// What was read, and how reading ended.
  record Read(byte[] bytes, Wire.End end) {}

  CappedBody(HttpResponse.ResponseInfo info, int most) {
    this.info = info;
    this.most = most;
  }

  HttpResponse.ResponseInfo info() {
    return info;
  }

  @Override
  public CompletionStage<Read> getBody() {
    return result;
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(1);
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      byte[] piece = new byte[Math.min(buffer.remaining(), most - bytes.size())];
      buffer.get(piece);
      bytes.writeBytes(piece);
      if (buffer.hasRemaining()) {
        end(Wire.End.CAPPED);
        return;
      }
    }
    if (subscription != null) {
      subscription.request(1);
    }
  }

  @Override
  public synchronized void onError(Throwable failure) {
    end(Wire.End.BROKEN_OFF);
  }

  @Override
  public synchronized void onComplete() {
    result.complete(new Read(bytes.toByteArray(), Wire.End.COMPLETE));
  }

  /// Stop reading and give what has come, in whole if the end came just now.
  synchronized Read breakOff() {
    end(Wire.End.BROKEN_OFF);
    return result.join();
  }

  private void end(Wire.End how) {
    if (subscription != null) {
      subscription.cancel();
    }
    result.complete(new Read(bytes.toByteArray(), how));
  }
}
