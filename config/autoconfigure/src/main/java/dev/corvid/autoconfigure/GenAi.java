package dev.corvid.autoconfigure;

/// Names of OpenTelemetry's conventions for generative AI (1.41, status: development), and our own
/// where they have none.
final class GenAi {
  static final String MODEL_DURATION = "gen_ai.client.operation.duration";
  static final String FIRST_CHUNK = "gen_ai.client.operation.time_to_first_chunk";
  static final String TOKEN_USAGE = "gen_ai.client.token.usage";
  static final String AGENT_DURATION = "gen_ai.invoke_agent.duration";
  static final String TOOL_DURATION = "gen_ai.execute_tool.duration";
  static final String RETRIEVAL_DURATION = "gen_ai.retrieval.duration";

  static final String OPERATION = "gen_ai.operation.name";
  static final String PROVIDER = "gen_ai.provider.name";
  static final String REQUEST_MODEL = "gen_ai.request.model";
  static final String TOKEN_TYPE = "gen_ai.token.type";
  static final String AGENT_NAME = "gen_ai.agent.name";
  static final String TOOL_NAME = "gen_ai.tool.name";
  static final String INPUT_TOKENS = "gen_ai.usage.input_tokens";
  static final String OUTPUT_TOKENS = "gen_ai.usage.output_tokens";
  static final String CACHED_TOKENS = "gen_ai.usage.cache_read.input_tokens";
  static final String INPUT = "gen_ai.input.messages";
  static final String OUTPUT = "gen_ai.output.messages";
  static final String ERROR_TYPE = "error.type";
  static final String RUN_OPERATION = "corvid.operation";
  static final String RUN_STATUS = "corvid.status";

  /// Of a key that has to be there and says nothing.
  static final String NONE = "none";

  static final String CORVID = "corvid";

  private GenAi() {}
}
