/// What reads a note. The one list of providers: one that is added here is valid in every file, variable and flag.
package enum ProviderChoice: String, CaseIterable, Sendable {
  case auto, offline, openai, mistral, anthropic, ollama, gemini, azure, bedrock, compatible
}

/// The language that a note is written in; `auto` is found note by note.
package enum LanguageChoice: String, CaseIterable, Sendable { case auto, fr, en }

/// The form of the result.
package enum FormatChoice: String, CaseIterable, Sendable { case auto, text, json, jsonl, csv, fhir }

/// When the report for people has colour.
package enum ColorChoice: String, CaseIterable, Sendable { case auto, always, never }

/// Who may use the web application.
package enum AccessChoice: String, CaseIterable, Sendable { case auto, none, token }

/// Whether the web application writes metrics.
package enum MetricsChoice: String, CaseIterable, Sendable { case auto, none, emf }

/// What becomes of claims that the note does not prove.
package enum UngroundedChoice: String, CaseIterable, Sendable { case drop, flag }

/// The processor that the deployed image is built for, as Lambda names it.
package enum ArchitectureChoice: String, CaseIterable, Sendable { case x86_64, arm64 }

/// Who may call what is deployed: bearers of the access token, of a signed token of an identity provider, of AWS credentials; anybody.
package enum DeployedAccessChoice: String, CaseIterable, Sendable { case token, jwt, iam, none }

/// Whether the deployed provider may see the text of notes.
package enum DataPolicyChoice: String, CaseIterable, Sendable { case no, redacted, yes }

/// Where terraform's state lies.
package enum StateChoice: String, CaseIterable, Sendable { case s3, local }
