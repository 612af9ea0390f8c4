package dev.corvid.inference.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.corvid.agent.spi.TextEmbedder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Embeds English text with bge-small-en-v1.5, quantised to int8: 384 dimensions, the vector of the
/// `[CLS]` token at unit length (Xiao et al., "C-Pack", SIGIR 2024). It reads the first 512 tokens.
///
/// Each text is run alone, on one thread; texts of one call run side by side. Padded batches are
/// not faster here, and the model quantises its activations with one scale for a whole batch: the
/// same text among other texts has a vector of cosine 0.99 only. Alone, a text always has the same
/// vector on a machine, whatever was embedded with it.
///
/// An interrupt of a thread in [#embed] ends the call with a [CancellationException]; the embedder
/// stays usable.
public final class BgeSmallEmbedder implements TextEmbedder {
  private static final String MODEL = "/bge-small-en-v1.5-q.onnx";
  private static final String TOKENIZER = "/bge-small-en-v1.5-q-tokenizer.json";

  private static final int DIMENSIONS = 384;
  private static final int MAX_TOKENS = 512;

  /// ONNX Runtime reads the command line of the process when its environment is made, with a
  /// regular expression that takes 250 bytes of stack for each character. On the megabyte that Java
  /// gives a thread a long class path or question overflows it, which ends the process.
  private static final long ENVIRONMENT_STACK = 128L << 20;

  private static final String INSTRUCTION =
      "Represent this sentence for searching relevant passages: ";

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final WordPieces pieces;
  private final ExecutorService workers;
  // Shared by running calls, exclusive for close: native memory must not vanish under a call.
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  private BgeSmallEmbedder(
      OrtEnvironment environment, OrtSession session, WordPieces pieces, ExecutorService workers) {
    this.environment = environment;
    this.session = session;
    this.pieces = pieces;
    this.workers = workers;
  }

  /// Open the model that lies on the class path.
  ///
  /// @param threads how many texts of one call run side by side, at least 1
  /// @throws EmbedderException if the cache folder cannot be written, or the native libraries do
  ///   not run on this machine
  public static BgeSmallEmbedder open(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be >= 1, got " + threads);
    }
    ExecutorService workers =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("embedder-", 0).factory());
    Path folder = UnpackedResource.folder();
    try {
      return open(folder, workers);
    } catch (IOException e) {
      workers.shutdownNow();
      throw EmbedderException.cannotUnpack(folder, e);
    } catch (OrtException | LinkageError e) {
      workers.shutdownNow();
      throw EmbedderException.failed("Cannot start the embedding model", e);
    } catch (RuntimeException e) {
      workers.shutdownNow();
      throw e;
    }
  }

  /// Open the tokenizer on a worker while the session opens here: each takes about as long.
  private static BgeSmallEmbedder open(Path folder, ExecutorService workers)
      throws IOException, OrtException {
    Natives.prepare(folder);
    Future<WordPieces> pieces = workers.submit(BgeSmallEmbedder::readTokenizer);
    OrtEnvironment environment = environment();
    OrtSession session = openSession(environment, UnpackedResource.of(MODEL, folder));
    try {
      return new BgeSmallEmbedder(environment, session, join(pieces), workers);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public String id() {
    return "bge-small-en-v1.5-q";
  }

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  @Override
  public List<float[]> embed(List<String> texts, Purpose purpose) {
    String prefix = Objects.requireNonNull(purpose, "purpose") == Purpose.QUERY ? INSTRUCTION : "";
    List<Callable<float[]>> tasks = new ArrayList<>(texts.size());
    for (String text : texts) {
      tasks.add(() -> run(pieces.ids(prefix + text, MAX_TOKENS)));
    }
    lock.readLock().lock();
    try {
      requireOpen();
      List<float[]> vectors = new ArrayList<>(texts.size());
      for (Future<float[]> done : workers.invokeAll(tasks)) {
        vectors.add(join(done));
      }
      return vectors;
    } catch (InterruptedException e) {
      throw cancelled();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public int countTokens(String text) {
    lock.readLock().lock();
    try {
      requireOpen();
      return pieces.count(text);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Wait for running calls, then free the native memory. Calls afterwards fail.
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        workers.close();
        pieces.close();
        session.close();
      }
    } catch (OrtException e) {
      throw EmbedderException.failed("Cannot close the embedding model", e);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the embedder is closed");
    }
  }

  private float[] run(long[] ids) throws OrtException {
    long[] shape = {1, ids.length};
    long[] attended = new long[ids.length];
    Arrays.fill(attended, 1);
    try (var tokens = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
        var mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(attended), shape);
        var types =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
        var result =
            session.run(
                Map.of("input_ids", tokens, "attention_mask", mask, "token_type_ids", types))) {
      return firstRow(((OnnxTensor) result.get(0)).getFloatBuffer());
    }
  }

  /// Read the vector of the first token, `[CLS]`, and bring it to unit length.
  private static float[] firstRow(FloatBuffer states) {
    float[] vector = new float[DIMENSIONS];
    states.get(vector);
    double squares = 0;
    for (float v : vector) {
      squares += (double) v * v;
    }
    double norm = Math.sqrt(squares);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] / norm);
    }
    return vector;
  }

  /// The environment that all sessions of the process share, made on a thread with a large stack.
  private static OrtEnvironment environment() {
    try {
      return CompletableFuture.supplyAsync(
              () ->
                  OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "corvid"),
              task ->
                  Thread.ofPlatform()
                      .name("embedder-environment")
                      .stackSize(ENVIRONMENT_STACK)
                      .start(task))
          .join();
    } catch (CompletionException e) {
      throw EmbedderException.failed("Cannot start the embedding model", e);
    }
  }

  private static OrtSession openSession(OrtEnvironment environment, Path model)
      throws OrtException {
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      // Plans of memory are kept for each length seen; texts have every length.
      options.setMemoryPatternOptimization(false);
      return environment.createSession(model.toString(), options);
    }
  }

  private static WordPieces readTokenizer() throws IOException {
    try (InputStream in = resource(TOKENIZER)) {
      return WordPieces.read(in);
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(BgeSmallEmbedder.class.getResourceAsStream(name), name);
  }

  private static <T> T join(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw cancelled();
    } catch (ExecutionException e) {
      throw EmbedderException.failed("The embedding model failed", e);
    }
  }

  private static CancellationException cancelled() {
    Thread.currentThread().interrupt();
    return new CancellationException("embedding was interrupted");
  }
}
