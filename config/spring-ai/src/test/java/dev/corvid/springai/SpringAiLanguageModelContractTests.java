package dev.corvid.springai;

import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.inference.LocalLanguageModel;
import dev.corvid.test.LanguageModelContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// A real model that has gone through Spring AI and back: what it does is compared with what any
/// model of Corvid does. Its scores are those of its replies, and its tokens are counted by itself.
class SpringAiLanguageModelContractTests extends LanguageModelContract {
  private static LocalLanguageModel local;
  private static SpringAiLanguageModel model;

  @BeforeAll
  static void load() {
    local = TestModels.small();
    model =
        SpringAiLanguageModel.of(CorvidChatModel.of(local), local.description().contextLength())
            .counting(local::countTokens);
  }

  @AfterAll
  static void unload() {
    local.close();
  }

  @Override
  protected LanguageModel model() {
    return model;
  }
}
