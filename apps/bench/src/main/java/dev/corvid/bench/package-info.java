/// The program `./corvid bench`, and JMH benchmarks of single parts. Start with [InferenceCommand]
/// and [JmhCommand].
///
/// ```sh
/// ./corvid bench inference --model qwen2.5-coder-0.5b -p 512 -n 64
/// ```
@NullMarked
package dev.corvid.bench;

import org.jspecify.annotations.NullMarked;
