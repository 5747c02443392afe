/// The programs that are driven.
package enum Tool: String, Hashable, Sendable, CaseIterable {
  case docker, aws, terraform, git

  /// What each of its runs has in its environment: no pager, no question, no history of what went through.
  var environment: [String: String] {
    switch self {
    case .aws: ["AWS_PAGER": "", "AWS_CLI_HISTORY_FILE": "/dev/null", "AWS_CLI_AUTO_PROMPT": "off"]
    case .terraform: ["TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1"]
    case .git: ["GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"]
    case .docker: [:]
    }
  }
}

/// One run of a program, as a value: it can be shown, compared and tested without being run.
package struct Command: Hashable, Sendable {
  package enum Input: Hashable, Sendable {
    case text(String)
    case secret(Secret, what: String)
  }

  /// What a dry run takes for the answer.
  package struct Assumed: Hashable, Sendable {
    package var code: Int32
    package var output: String
  }

  package var tool: Tool
  package var arguments: [String]
  package var input: Input?
  /// Beside what pie itself was given, and the tool's own.
  package var environment: [String: String]
  package var timeout: Duration
  /// What it has after a SIGINT, to put things in order.
  package var grace: Duration
  package var assumed: Assumed
  /// Whether it is on standard error that it says how far it is.
  package var tellsOnError = false

  package init(
    _ tool: Tool, _ arguments: [String], input: Input? = nil, environment: [String: String] = [:], timeout: Duration,
    grace: Duration = .seconds(10), assuming output: String = "", code: Int32 = 0
  ) {
    self.tool = tool
    self.arguments = arguments
    self.input = input
    self.environment = environment
    self.timeout = timeout
    self.grace = grace
    assumed = Assumed(code: code, output: output)
  }

  /// The line that a shell would take, with the input's secret masked.
  package var line: String {
    let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.shellQuoted)" }
    let words = variables + [tool.rawValue] + arguments.map(\.shellQuoted)
    switch input {
    case nil: return words.joined(separator: " ")
    case .text(let text): return words.joined(separator: " ") + " <<< " + text.shellQuoted
    case .secret(let secret, let what): return words.joined(separator: " ") + " <<< \(secret) # \(what)"
    }
  }
}

extension String {
  /// As a shell's word; quoted only where it must be.
  var shellQuoted: String {
    let plain = utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || "-_./:=@%+,".utf8.contains(byte)
    }
    if plain, !isEmpty { return self }
    return "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
