import Testing

@testable import Deployment

/// Commands as values: how they are shown, and that nothing secret is.
struct CommandTests {
  @Test func `A command is shown as a shell would take it`() {
    let command = Command(.aws, ["a b", "it's", "", "x=1,y"], environment: ["B": "2 3", "A": "1"], timeout: .seconds(1))
    #expect(command.line == #"A=1 B='2 3' aws 'a b' 'it'\''s' '' x=1,y"#)
  }

  @Test func `A secret is shown nowhere`() {
    let secret = Secret(Array("sk-canary".utf8))
    let command = Command(.aws, ["put"], input: .secret(secret, what: "the key of openai"), timeout: .seconds(1))
    #expect(command.line == "aws put <<< •••• # the key of openai")
    for text in ["\(secret)", "\(command)", String(reflecting: command), String(describing: [secret])] {
      #expect(!text.contains("canary"))
    }
    var dumped = ""
    dump(command, to: &dumped)
    #expect(!dumped.contains("canary"))
  }

  @Test func `The code of AWS's error`() {
    func code(_ error: String, _ code: Int32 = 254) -> String? { Outcome(ending: .code(code), error: error).awsCode }
    #expect(
      code("\nAn error occurred (ThrottlingException) when calling the X operation (reached max retries: 4): Rate") == "ThrottlingException"
    )
    #expect(code("An error occurred (404) when calling the HeadBucket operation: Not Found") == "404")
    #expect(code("Unable to locate credentials") == nil)
    #expect(code("An error occurred (X) when", 0) == nil)
    #expect(code("strange (with words) in it") == nil)
  }

  @Test func `What a tool said last is in the failure`() {
    let outcome = Outcome(ending: .code(254), error: "first\n\n   \nlast\n")
    let failure = outcome.failure(of: AWSCommands.version, to: "look")
    #expect(failure.message == "cannot look: aws ended with code 254 and said:\n  first\n  last")
    #expect(failure.code == .unavailable)
    #expect(Outcome(ending: .interrupted).failure(of: AWSCommands.version, to: "look").code == .interrupted)
  }

  @Test(arguments: [
    ("OPENAI_API_KEY", true), ("PIE_OPENAI_KEY", true), ("PIE_ACCESS_TOKEN", true), ("mistral_api_key", true),
    ("AWS_SECRET_ACCESS_KEY", false), ("AWS_SESSION_TOKEN", false), ("PATH", false), ("HOME", false),
  ])
  func `No child gets a provider's key`(name: String, isKey: Bool) { #expect(ChildEnvironment.isKey(name) == isKey) }
}
