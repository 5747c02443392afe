/// Who runs models, by the name that users type.
package enum ProviderName: String, Sendable, CaseIterable {
  case openai, mistral, anthropic, ollama, gemini, azure, bedrock, compatible

  /// As people write it.
  package var label: String {
    switch self {
    case .openai: "OpenAI"
    case .mistral: "Mistral AI"
    case .anthropic: "Anthropic"
    case .ollama: "Ollama"
    case .gemini: "Google Gemini"
    case .azure: "Azure OpenAI"
    case .bedrock: "Amazon Bedrock"
    case .compatible: "OpenAI-compatible server"
    }
  }

  /// The variables that may hold its key, the one that wins first.
  package var keyVariables: [String] {
    switch self {
    case .openai: ["OPENAI_API_KEY"]
    case .mistral: ["MISTRAL_API_KEY"]
    case .anthropic: ["ANTHROPIC_API_KEY"]
    case .ollama: ["OLLAMA_API_KEY"]
    case .gemini: ["GEMINI_API_KEY", "GOOGLE_API_KEY"]
    case .azure: ["AZURE_OPENAI_API_KEY"]
    case .bedrock: ["AWS_BEARER_TOKEN_BEDROCK"]
    // never OPENAI_API_KEY: it is not for just any server
    case .compatible: ["COMPATIBLE_API_KEY"]
    }
  }

  /// The variables that may hold its address, the one that wins first.
  package var addressVariables: [String] {
    switch self {
    case .openai: ["OPENAI_BASE_URL"]
    case .mistral: ["MISTRAL_BASE_URL"]
    case .anthropic: ["ANTHROPIC_BASE_URL"]
    case .ollama: ["OLLAMA_HOST"]
    case .gemini: ["GOOGLE_GEMINI_BASE_URL"]
    case .azure: ["AZURE_OPENAI_ENDPOINT"]
    case .bedrock: ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "AWS_ENDPOINT_URL"]
    case .compatible: ["COMPATIBLE_BASE_URL"]
    }
  }

  /// Whether nobody answers without a key.
  package var needsKey: Bool { self != .ollama && self != .compatible }

  /// Whether the user's own machines run it, free of charge.
  var isOwnServer: Bool { self == .ollama || self == .compatible }

  /// nil where only the user can know.
  package var defaultModel: String? {
    switch self {
    case .openai: "gpt-5.4-mini"
    case .mistral: "mistral-medium-3.5"
    case .anthropic: "claude-sonnet-5"
    case .ollama: "qwen3:8b"
    case .gemini: "gemini-3.5-flash"
    // behind the prefix of the region's group
    case .bedrock: "anthropic.claude-sonnet-4-5-20250929-v1:0"
    case .azure, .compatible: nil
    }
  }
}
