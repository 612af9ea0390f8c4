/// For tests of what is built on Corvid: the contract of each SPI as an abstract test class, and
/// fakes that need no model. Start with [ScriptedLanguageModel], [ScriptedTool], [TrajectoryAssert]
/// and [LanguageModelContract].
///
/// ```java
/// class MyModelTests extends LanguageModelContract {
///   @Override protected LanguageModel model() { return new MyModel(); }
/// }
/// ```
@NullMarked
package dev.corvid.test;

import org.jspecify.annotations.NullMarked;
