import PieConfiguration
import Testing

@testable import Deployment

/// The exact arguments of every command.
struct ArgumentTests {
  let aws = AWSCommands(StackSettings(app: "pie", region: "eu-west-3"))
  let end = ["--region", "eu-west-3", "--output", "json"]

  @Test func `aws sts, ecr`() {
    #expect(AWSCommands.version.arguments == ["--version"])
    #expect(aws.identity.arguments == ["sts", "get-caller-identity"] + end)
    #expect(aws.registryPassword.arguments == ["ecr", "get-login-password", "--region", "eu-west-3"])
  }

  @Test func `A profile goes with every command`() {
    let aws = AWSCommands(StackSettings(app: "pie", region: "us-east-1", profile: "ward"))
    #expect(aws.identity.arguments == ["sts", "get-caller-identity", "--region", "us-east-1", "--profile", "ward", "--output", "json"])
    #expect(aws.registryPassword.arguments == ["ecr", "get-login-password", "--region", "us-east-1", "--profile", "ward"])
  }

  @Test func `Every run of the AWS CLI keeps no history and pages nothing`() {
    #expect(Tool.aws.environment == ["AWS_PAGER": "", "AWS_CLI_HISTORY_FILE": "/dev/null", "AWS_CLI_AUTO_PROMPT": "off"])
    #expect(Tool.terraform.environment == ["TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1"])
  }

  @Test func `aws s3api`() {
    #expect(
      aws.bucketIsThere("b", account: "1").arguments == ["s3api", "head-bucket", "--bucket", "b", "--expected-bucket-owner", "1"] + end)
    #expect(
      aws.makeBucket("b").arguments
        == ["s3api", "create-bucket", "--bucket", "b", "--create-bucket-configuration", "LocationConstraint=eu-west-3"] + end)
    #expect(
      AWSCommands(StackSettings(app: "pie", region: "us-east-1")).makeBucket("b").arguments
        == ["s3api", "create-bucket", "--bucket", "b", "--region", "us-east-1", "--output", "json"])
    #expect(
      aws.secureBucket("b").map(\.arguments) == [
        [
          "s3api", "put-public-access-block", "--bucket", "b", "--public-access-block-configuration",
          "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
        ] + end,
        ["s3api", "put-bucket-versioning", "--bucket", "b", "--versioning-configuration", "Status=Enabled"] + end,
        [
          "s3api", "put-bucket-encryption", "--bucket", "b", "--server-side-encryption-configuration",
          #"{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms"},"BucketKeyEnabled":true}]}"#,
        ] + end,
      ])
  }

  @Test func `aws lambda`() {
    #expect(aws.version(of: "live").arguments == ["lambda", "get-alias", "--function-name", "pie", "--name", "live"] + end)
    #expect(aws.function("live").arguments == ["lambda", "get-function", "--function-name", "pie", "--qualifier", "live"] + end)
    #expect(aws.versions.arguments == ["lambda", "list-versions-by-function", "--function-name", "pie"] + end)
    #expect(
      aws.waitUntilActive("7").arguments
        == ["lambda", "wait", "published-version-active", "--function-name", "pie", "--qualifier", "7"] + end)
    #expect(aws.waitUntilUpdated.arguments == ["lambda", "wait", "function-updated-v2", "--function-name", "pie"] + end)
    #expect(
      aws.invoke("7", event: "/w/e.json", answer: "/w/a.json").arguments
        == ["lambda", "invoke", "--function-name", "pie", "--qualifier", "7", "--payload", "fileb:///w/e.json", "/w/a.json"] + end)
    #expect(
      aws.moveAlias(to: "7").arguments
        == ["lambda", "update-alias", "--function-name", "pie", "--name", "live", "--function-version", "7"] + end)
    #expect(
      aws.describe(as: "d").arguments
        == ["lambda", "update-function-configuration", "--function-name", "pie", "--description", "d"] + end)
    #expect(aws.publishLatest.arguments == ["lambda", "publish-version", "--function-name", "pie"] + end)
    #expect(aws.publish(as: "d").arguments == ["lambda", "publish-version", "--function-name", "pie", "--description", "d"] + end)
  }

  @Test func `aws ssm: the value comes by standard input`() {
    let secret = Secret(Array("sk-canary".utf8))
    let put = aws.putParameter("/pie/openai-api-key", secret, what: "key")
    #expect(
      put.arguments == [
        "ssm", "put-parameter", "--name", "/pie/openai-api-key", "--type", "SecureString", "--overwrite", "--value", "file:///dev/stdin",
      ] + end)
    #expect(put.input == .secret(secret, what: "key"))
    #expect(
      aws.parameters().arguments == ["ssm", "describe-parameters", "--parameter-filters", "Key=Path,Option=OneLevel,Values=/pie"] + end)
    #expect(aws.deleteParameter("/pie/x").arguments == ["ssm", "delete-parameter", "--name", "/pie/x"] + end)
  }

  @Test func `aws apigatewayv2, cloudwatch, logs`() {
    #expect(aws.apis.arguments == ["apigatewayv2", "get-apis"] + end)
    #expect(
      aws.metrics(from: 1, to: 2, queries: "[]").arguments
        == ["cloudwatch", "get-metric-data", "--start-time", "1", "--end-time", "2", "--metric-data-queries", "[]"] + end)
    #expect(
      aws.logGroups(prefix: "/aws/lambda/pie").arguments
        == ["logs", "describe-log-groups", "--log-group-name-prefix", "/aws/lambda/pie"] + end)
    #expect(
      aws.logEvents("/aws/lambda/pie", from: 1500).arguments
        == ["logs", "filter-log-events", "--log-group-name", "/aws/lambda/pie", "--start-time", "1500"] + end)
  }

  @Test func `docker`() {
    let docker = DockerCommands(configuration: "/w/docker", host: "unix:///d.sock")
    #expect(DockerCommands.version.arguments == ["version", "--format", "{{.Client.Version}} {{.Server.Version}}"])
    #expect(DockerCommands.hasBuildx.arguments == ["buildx", "version"])
    #expect(DockerCommands.endpoint.arguments == ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"])
    var build = DockerCommands.Build(
      folder: "/src", image: "r/pie:abc", architecture: .x86_64, version: "1.0", revision: "abc", hasBuildx: true)
    let common = [
      "--progress=plain", "--platform", "linux/amd64", "--build-arg", "VERSION=1.0", "--build-arg", "REVISION=abc", "--label",
      "org.opencontainers.image.revision=abc", "--tag", "r/pie:abc", "/src",
    ]
    #expect(docker.build(build).arguments == ["buildx", "build", "--load", "--provenance=false", "--sbom=false"] + common)
    #expect(docker.build(build).environment == [:])
    build.hasBuildx = false
    #expect(docker.build(build).arguments == ["build"] + common)
    #expect(docker.build(build).environment == ["DOCKER_BUILDKIT": "1"])
    build.architecture = .arm64
    #expect(docker.build(build).arguments.contains("linux/arm64"))
    #expect(docker.local("r/pie:abc").arguments == ["image", "inspect", "--format", "{{.Os}}/{{.Architecture}}", "r/pie:abc"])

    let own = ["DOCKER_CONFIG": "/w/docker", "DOCKER_HOST": "unix:///d.sock"]
    let password = Secret(Array("p".utf8))
    let login = docker.login("r", password: password)
    #expect(login.arguments == ["login", "--username", "AWS", "--password-stdin", "r"])
    #expect(login.input == .secret(password, what: "the registry's password"))
    #expect(docker.push("r/pie:abc").arguments == ["push", "--quiet", "r/pie:abc"])
    #expect(docker.manifest("r/pie:abc").arguments == ["manifest", "inspect", "--verbose", "r/pie:abc"])
    for command in [login, docker.push("x"), docker.manifest("x")] { #expect(command.environment == own) }
  }

  @Test func `terraform`() {
    let terraform = TerraformCommands(folder: "/w/service", data: "/w/data", profile: nil)
    let s3 = TerraformCommands.Backend.s3(bucket: "b", key: "pie/service.tfstate", region: "eu-west-3")
    #expect(TerraformCommands.version.arguments == ["version", "-json"])
    #expect(
      terraform.initialise(s3).arguments == [
        "-chdir=/w/service", "init", "-input=false", "-no-color", "-reconfigure", "-backend-config=bucket=b",
        "-backend-config=key=pie/service.tfstate", "-backend-config=region=eu-west-3", "-backend-config=encrypt=true",
        "-backend-config=use_lockfile=true",
      ])
    #expect(
      terraform.initialise(.local(path: "/w/s.tfstate")).arguments == [
        "-chdir=/w/service", "init", "-input=false", "-no-color", "-reconfigure", "-backend-config=path=/w/s.tfstate",
      ])
    #expect(
      terraform.plan(to: "/w/p", variables: "/w/v.json").arguments == [
        "-chdir=/w/service", "plan", "-input=false", "-no-color", "-lock-timeout=60s", "-detailed-exitcode", "-var-file=/w/v.json",
        "-out=/w/p",
      ])
    #expect(terraform.show("/w/p").arguments == ["-chdir=/w/service", "show", "-no-color", "-json", "/w/p"])
    #expect(
      terraform.apply("/w/p").arguments
        == ["-chdir=/w/service", "apply", "-input=false", "-no-color", "-json", "-lock-timeout=60s", "/w/p"])
    #expect(terraform.output(assuming: "").arguments == ["-chdir=/w/service", "output", "-no-color", "-json"])
    #expect(terraform.apply("/w/p").environment == ["TF_DATA_DIR": "/w/data"])
    #expect(terraform.apply("/w/p").grace >= .seconds(30))
    let ward = TerraformCommands(folder: "/w", data: "/d", profile: "ward")
    #expect(ward.show("p").environment == ["TF_DATA_DIR": "/d", "AWS_PROFILE": "ward"])
  }

  @Test func `git`() {
    let git = GitCommands(folder: "/src")
    let paths = [
      "--", ".", ":(exclude,top)terraform", ":(exclude,top).github", ":(exclude,top).ci", ":(exclude,top)docs", ":(exclude,top)Tests",
      ":(exclude,top)Benchmarks", ":(exclude,top)Examples", ":(exclude,top)Scripts", ":(exclude,top)Config", ":(exclude,top)Makefile",
      ":(exclude,top)*.md", ":(exclude,top)pie.yaml", ":(exclude,top).pie",
    ]
    #expect(git.commit.arguments == ["-C", "/src", "rev-parse", "--path-format=absolute", "--git-path", "objects", "HEAD"])
    #expect(git.changes.arguments == ["-C", "/src", "status", "--porcelain"] + paths)
    let tree = git.tree(index: "/w/index", objects: "/w/objects", repository: "/src/.git/objects")
    #expect(
      tree.map(\.arguments) == [
        ["-C", "/src", "read-tree", "HEAD"], ["-C", "/src", "add", "--all"] + paths, ["-C", "/src", "write-tree"],
      ])
    #expect(
      tree[0].environment == [
        "GIT_INDEX_FILE": "/w/index", "GIT_OBJECT_DIRECTORY": "/w/objects", "GIT_ALTERNATE_OBJECT_DIRECTORIES": "/src/.git/objects",
      ])
  }
}
