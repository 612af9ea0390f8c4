package dev.corvid.springai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.test.options.AbstractChatOptionsTests;

class CorvidChatOptionsTests
    extends AbstractChatOptionsTests<CorvidChatOptions, CorvidChatOptions.Builder> {
  @Override
  protected Class<CorvidChatOptions> getConcreteOptionsClass() {
    return CorvidChatOptions.class;
  }

  @Override
  protected CorvidChatOptions.Builder readyToBuildBuilder() {
    return CorvidChatOptions.builder().temperature(0.5).outputSchema("{}").seed(7L);
  }

  @Test
  void whatARequestSaysComesBeforeWhatTheModelSays() {
    CorvidChatOptions own = readyToBuildBuilder().maxTokens(9).build();

    CorvidChatOptions.Builder seed = CorvidChatOptions.builder().seed(8L).temperature(0.1);
    CorvidChatOptions combined = own.mutate().combineWith(seed).build();
    assertThat(combined.getSeed()).isEqualTo(8);
    assertThat(combined.getTemperature()).isEqualTo(0.1);
    assertThat(combined.getMaxTokens()).isEqualTo(9);
    assertThat(combined.getOutputSchema()).isEqualTo("{}");
  }

  @Test
  void optionsOfAnyClassAreTaken() {
    ChatOptions.Builder<?> plain = ChatOptions.builder().topK(3);
    ChatOptions.Builder<?> structured = StructuredOutputChatOptions.builder().outputSchema("true");

    CorvidChatOptions combined =
        readyToBuildBuilder().combineWith(plain).combineWith(structured).build();
    assertThat(combined.getTopK()).isEqualTo(3);
    assertThat(combined.getOutputSchema()).isEqualTo("true");
    assertThat(combined.getSeed()).isEqualTo(7);
  }
}
