package dev.corvid.inference;

import dev.corvid.agent.Requester;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import dev.corvid.inference.internal.forward.ForwardPass;
import dev.corvid.inference.internal.forward.ModelShape;
import dev.corvid.inference.internal.forward.Weights;
import dev.corvid.inference.internal.kernels.Kernels;
import dev.corvid.inference.internal.kernels.Workers;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;

/// A loaded model: owns the file, the repacked weights, the threads and the sessions. Not
/// thread-safe.
final class Engine implements AutoCloseable {
  private static final int SCORED_AT_ONCE = 8;

  private final ModelFile file;
  private final Arena arena;
  private final Workers workers;
  private final Weights weights;
  private final ForwardPass pass;
  private final Sessions sessions;
  private final float[] logits;
  private float[] rowLogits = new float[0];

  @SuppressWarnings("MustBeClosed") // the engine owns the arena and closes it
  private Engine(ModelFile file, int threads) {
    this.file = file;
    this.arena = Arena.ofShared();
    this.workers = Workers.of(threads);
    try {
      weights = load();
      pass = new ForwardPass(weights, workers);
      sessions = new Sessions(weights.shape());
      logits = new float[weights.shape().vocabulary()];
    } catch (RuntimeException | Error e) {
      workers.close();
      arena.close();
      throw e;
    }
  }

  /// Map the file and repack its weights.
  ///
  /// @throws ModelFileException if the file does not hold a model that the decoder knows
  static Engine open(Path path, int threads) {
    ModelFile file = ModelFile.open(path);
    try {
      return new Engine(file, threads);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /// Compile the kernels beside the repacking: otherwise the first prompt would pay for it.
  private Weights load() {
    Set<TensorType> types = EnumSet.noneOf(TensorType.class);
    file.tensors().values().stream()
        .filter(tensor -> tensor.shape().size() == 2)
        .forEach(tensor -> types.add(tensor.type()));
    Thread warmUp =
        Thread.ofPlatform()
            .daemon()
            .name("corvid-warm-up")
            .start(
                () -> {
                  ForwardPass.warmUp();
                  Kernels.active().warmUp(types);
                });
    try {
      return WeightsLoader.load(file, arena, workers);
    } finally {
      join(warmUp);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      // Kernels that are not compiled yet are slow, not wrong.
      Thread.currentThread().interrupt();
    }
  }

  ModelFile file() {
    return file;
  }

  ModelShape shape() {
    return weights.shape();
  }

  /// A session that holds as much of `tokens` as is known already, without the last two of the
  /// `prompt` first ones: they are always read again, and together. One token alone goes through
  /// the decoding kernels, which round activations, so what a prompt says would depend on what was
  /// read before it.
  ///
  /// @param common how many of the tokens anybody's prompt may begin with: of another user's no
  ///   more is taken
  Session claim(int[] tokens, int prompt, int common) {
    return sessions.claim(tokens, Math.max(0, prompt - 2), common, Requester.user());
  }

  /// A session of its own, to be closed by the caller.
  Session fresh() {
    return new Session(weights.shape());
  }

  /// Read `tokens[session.length()..end)` in batches of about the same size.
  ///
  /// @param progress told the session's length after each batch
  /// @throws CancellationException if the thread is interrupted; the session keeps what was read
  void read(Session session, int[] tokens, int end, IntConsumer progress) {
    int left = end - session.length();
    int batches = (left + ForwardPass.BATCH - 1) / ForwardPass.BATCH;
    for (; batches > 0; batches--) {
      checkInterrupt();
      int from = session.length();
      int to = from + (end - from + batches - 1) / batches;
      session.read(pass, tokens, from, to);
      progress.accept(to);
    }
  }

  /// Read more tokens, in batches.
  void read(Session session, int... more) {
    for (int from = 0; from < more.length; from += ForwardPass.BATCH) {
      session.read(pass, more, from, Math.min(more.length, from + ForwardPass.BATCH));
    }
  }

  /// The logits of what follows the token read last; the array is used again.
  float[] next() {
    pass.logits(pass.count() - 1, 1, logits);
    return logits;
  }

  /// The log-probability of each of `tokens[from..]` after the tokens before it.
  ///
  /// @param session that holds a beginning of `tokens` shorter than `from`
  /// @param listener told how the `from` tokens of the prompt are read
  List<Double> score(Session session, int[] tokens, int from, GenerationListener listener) {
    List<Double> scores = new ArrayList<>();
    read(
        session,
        tokens,
        tokens.length - 1,
        to -> {
          listener.prefilled(Math.min(to, from), from);
          for (int at = Math.max(to - pass.count() + 1, from); at <= to; at += SCORED_AT_ONCE) {
            scoreRows(tokens, at, Math.min(to + 1, at + SCORED_AT_ONCE), to, scores);
          }
        });
    return scores;
  }

  /// Score `tokens[from..until)`, which the last batch, read up to `to`, predicts.
  private void scoreRows(int[] tokens, int from, int until, int to, List<Double> scores) {
    int vocabulary = shape().vocabulary();
    int rows = until - from;
    if (rowLogits.length < rows * vocabulary) {
      rowLogits = new float[rows * vocabulary];
    }
    pass.logits(pass.count() - 1 - (to - from), rows, rowLogits);
    for (int row = 0; row < rows; row++) {
      int offset = row * vocabulary;
      double score = rowLogits[offset + tokens[from + row]] - pass.logSumExp(rowLogits, offset);
      if (!Double.isFinite(score)) {
        throw notFinite();
      }
      scores.add(score);
    }
  }

  ModelFileException notFinite() {
    return ModelFileException.damaged(
        file.path(), "the model computes numbers that are not finite");
  }

  static void checkInterrupt() {
    if (Thread.interrupted()) {
      throw new CancellationException("generation was interrupted");
    }
  }

  @Override
  public void close() {
    sessions.close();
    workers.close();
    arena.close();
    file.close();
  }
}
