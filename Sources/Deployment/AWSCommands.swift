internal import PieConfiguration

/// The AWS CLI's commands, version 1 and 2 alike. What each answers in a dry run stands beside it.
struct AWSCommands: Hashable, Sendable {
  let stack: StackSettings

  /// The alias that the gateway calls.
  static let alias = "live"

  init(_ stack: StackSettings) { self.stack = stack }

  func command(
    _ words: [String], input: Command.Input? = nil, timeout: Duration = .seconds(60), assuming output: String = "{}", code: Int32 = 0
  ) -> Command {
    var arguments = words + ["--region", stack.region]
    if let profile = stack.profile { arguments += ["--profile", profile] }
    return Command(.aws, arguments + ["--output", "json"], input: input, timeout: timeout, assuming: output, code: code)
  }

  /// Its answer to --version is `aws-cli/2.15.0 Python/…`.
  static let version = Command(.aws, ["--version"], timeout: .seconds(20), assuming: "aws-cli/2")

  /// Who pays: account and ARN.
  var identity: Command {
    command(["sts", "get-caller-identity"], assuming: #"{"Account":"ACCOUNT","Arn":"arn:aws:iam::ACCOUNT:user/YOU"}"#)
  }

  /// A password for docker on standard output, valid for 12 hours.
  var registryPassword: Command {
    var command = command(["ecr", "get-login-password"])
    command.arguments.removeLast(2)
    command.assumed.output = "PASSWORD"
    return command
  }
}

// MARK: - the bucket of terraform's state

extension AWSCommands {
  /// Code 0 where the bucket is there and the account's own.
  func bucketIsThere(_ bucket: String, account: String) -> Command {
    command(["s3api", "head-bucket", "--bucket", bucket, "--expected-bucket-owner", account], code: 254)
  }

  func makeBucket(_ bucket: String) -> Command {
    var words = ["s3api", "create-bucket", "--bucket", bucket]
    // the one region whose name the call does not take
    if stack.region != "us-east-1" { words += ["--create-bucket-configuration", "LocationConstraint=\(stack.region)"] }
    return command(words)
  }

  /// What makes it fit to hold a state: closed, versioned, encrypted.
  func secureBucket(_ bucket: String) -> [Command] {
    [
      command([
        "s3api", "put-public-access-block", "--bucket", bucket, "--public-access-block-configuration",
        "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
      ]),
      command(["s3api", "put-bucket-versioning", "--bucket", bucket, "--versioning-configuration", "Status=Enabled"]),
      command([
        "s3api", "put-bucket-encryption", "--bucket", bucket, "--server-side-encryption-configuration",
        #"{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms"},"BucketKeyEnabled":true}]}"#,
      ]),
    ]
  }
}

// MARK: - the function

extension AWSCommands {
  func version(of qualifier: String, assuming version: String = "1") -> Command {
    command(
      ["lambda", "get-alias", "--function-name", stack.app, "--name", qualifier], assuming: #"{"FunctionVersion":"\#(version)"}"#)
  }

  /// Configuration and image of a version or an alias.
  func function(_ qualifier: String) -> Command {
    command(["lambda", "get-function", "--function-name", stack.app, "--qualifier", qualifier])
  }

  var versions: Command {
    command(
      ["lambda", "list-versions-by-function", "--function-name", stack.app], assuming: #"{"Versions":[{"Version":"1"},{"Version":"2"}]}"#)
  }

  /// Waits until the version can be called.
  func waitUntilActive(_ version: String) -> Command {
    command(
      ["lambda", "wait", "published-version-active", "--function-name", stack.app, "--qualifier", version], timeout: .seconds(330))
  }

  /// Waits until no change of the function is under way.
  var waitUntilUpdated: Command {
    command(["lambda", "wait", "function-updated-v2", "--function-name", stack.app], timeout: .seconds(330))
  }

  /// Calls a version; the event comes from a file, as bytes (so both versions of the CLI read it alike), and the answer goes into one.
  func invoke(_ qualifier: String, event: String, answer: String) -> Command {
    command(
      ["lambda", "invoke", "--function-name", stack.app, "--qualifier", qualifier, "--payload", "fileb://" + event, answer],
      timeout: .seconds(75), assuming: #"{"StatusCode":200}"#)
  }

  func moveAlias(to version: String) -> Command {
    command([
      "lambda", "update-alias", "--function-name", stack.app, "--name", Self.alias, "--function-version", version,
    ])
  }

  func describe(as description: String) -> Command {
    command(["lambda", "update-function-configuration", "--function-name", stack.app, "--description", description])
  }

  /// Under the description that the function has.
  var publishLatest: Command { command(["lambda", "publish-version", "--function-name", stack.app]) }

  func publish(as description: String) -> Command {
    command(
      ["lambda", "publish-version", "--function-name", stack.app, "--description", description], assuming: #"{"Version":"2"}"#)
  }
}

// MARK: - parameters

extension AWSCommands {
  /// The names, versions and dates below the app's prefix; never a value.
  /// - Parameter name: what a dry run finds there.
  func parameters(assuming name: String? = nil) -> Command {
    let assumed = name.map { #"{"Name":"\#($0)","Type":"SecureString","Version":1}"# } ?? ""
    return command(
      ["ssm", "describe-parameters", "--parameter-filters", "Key=Path,Option=OneLevel,Values=/\(stack.app)"],
      assuming: #"{"Parameters":[\#(assumed)]}"#)
  }

  /// The value comes from standard input: no argument holds it.
  func putParameter(_ name: String, _ secret: Secret, what: String) -> Command {
    command(
      [
        "ssm", "put-parameter", "--name", name, "--type", "SecureString", "--overwrite", "--value", "file:///dev/stdin",
      ], input: .secret(secret, what: what), assuming: #"{"Version":1}"#)
  }

  func deleteParameter(_ name: String) -> Command { command(["ssm", "delete-parameter", "--name", name]) }
}

// MARK: - looking

extension AWSCommands {
  /// The APIs of the region; one of them has the app's name.
  var apis: Command { command(["apigatewayv2", "get-apis"]) }

  func metrics(from start: Int, to end: Int, queries: String) -> Command {
    command([
      "cloudwatch", "get-metric-data", "--start-time", String(start), "--end-time", String(end), "--metric-data-queries", queries,
    ])
  }

  func logGroups(prefix: String) -> Command {
    command(["logs", "describe-log-groups", "--log-group-name-prefix", prefix])
  }

  /// All events of a group from `start` on, in milliseconds since 1970.
  func logEvents(_ group: String, from start: Int) -> Command {
    command(["logs", "filter-log-events", "--log-group-name", group, "--start-time", String(start)], timeout: .seconds(120))
  }
}
