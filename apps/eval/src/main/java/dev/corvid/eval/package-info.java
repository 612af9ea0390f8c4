/// The program `./corvid eval`: rankings, answers and function calls measured against what is
/// known. Start with [QaCommand], [RetrievalCommand], [CallsCommand] and [Proportion].
///
/// ```sh
/// ./corvid eval retrieval scifact --mode bm25,dense,hybrid
/// ```
@NullMarked
package dev.corvid.eval;

import org.jspecify.annotations.NullMarked;
