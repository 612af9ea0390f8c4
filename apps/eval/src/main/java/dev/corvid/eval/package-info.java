/// The program `./corvid eval`: rankings and answers measured against collections with judgements.
/// Start with [QaCommand], [RetrievalCommand] and [Proportion].
///
/// ```sh
/// ./corvid eval retrieval scifact --mode bm25,dense,hybrid
/// ```
@NullMarked
package dev.corvid.eval;

import org.jspecify.annotations.NullMarked;
