/// The model catalogue: which models Corvid knows, and how their files get onto the disk. Start
/// with [ModelCatalog], [ModelStore] and [PullListener].
///
/// ```java
/// var store = new ModelStore(CorvidFolders.of(System.getenv()).models());
/// Path file = store.pull(store.catalog().defaultModel(), PullListener.SILENT);
/// ```
@NullMarked
package dev.corvid.inference.catalog;

import org.jspecify.annotations.NullMarked;
