// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
  // Only in what is shipped: one module's generics and closures are specialised in another, and a thread's overlapping access to its own
  // variable, which debug builds and all tests trap, is not looked for at run time. Together a tenth of the time a note takes.
  .unsafeFlags(["-cross-module-optimization", "-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

/// Set by those who let `pie-tables` make the file that is embedded then: the Makefile and the Dockerfile.
let prebuilt: [CSetting] = Context.environment["PIE_PREBUILT_TABLES"] == nil ? [] : [.define("PIE_PREBUILT_TABLES")]

/// A target of this package; `floor` by `floor` as CONTRIBUTING.md draws them: nothing imports upward.
func floor(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
  name: "pie",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "pie", targets: ["pie"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.0.0"),
  ],
  targets: [
    // 7
    .executableTarget(name: "pie", dependencies: ["PieCommands"], swiftSettings: settings),
    .executableTarget(name: "pie-tables", dependencies: ["Terminology"], swiftSettings: settings),
    // 6
    floor(
      "PieCommands",
      [
        "WebApp", "Rendering", "Deployment", "Extraction", "LanguageModels", "RulesEngine", "Terminology", "PieConfiguration", "CurlHTTP",
        "ClinicalRecord",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    floor(
      "WebApp",
      [
        "Rendering", "Extraction", "LanguageModels", "RulesEngine", "Terminology", "CurlHTTP", "EmbeddedAssets", "ClinicalRecord",
        .product(name: "Hummingbird", package: "hummingbird"), .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
      ]),
    // 5
    floor("Rendering", ["ClinicalRecord", "TextScanning"]),
    floor(
      "Deployment",
      [
        "PieConfiguration", "CurlHTTP", .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux])),
      ]),
    // 4
    floor("Extraction", ["RulesEngine", "LanguageModels", "Terminology", "ClinicalRecord", "TextScanning"]),
    // 3
    floor("RulesEngine", ["Terminology", "ClinicalRecord", "TextScanning"]),
    floor("LanguageModels", ["CurlHTTP", "EmbeddedAssets"]),
    // 2
    floor("Terminology", ["EmbeddedAssets", "ClinicalRecord", "TextScanning"]),
    floor("CurlHTTP", ["CurlShims"]),
    // not named for its folder: a package that Hummingbird draws in has a Configuration too
    .target(name: "PieConfiguration", dependencies: ["CLibyaml"], path: "Sources/Configuration", swiftSettings: settings),
    // 1
    floor("ClinicalRecord"),
    floor("TextScanning"),
    // 0
    .target(name: "EmbeddedAssets", exclude: ["tables", "web", "README.md"], cSettings: [.disableWarning("c23-extensions")] + prebuilt),
    .systemLibrary(name: "CLibyaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    // libcurl's header alone: the library is loaded when it is first needed
    .target(name: "CurlShims"),

    tests("LanguageModelsTests", ["LanguageModels", "CurlHTTP", "StubServer"]),
    tests("CurlHTTPTests", ["CurlHTTP", "StubServer"]),
    .target(name: "StubServer", path: "Tests/StubServer", swiftSettings: settings),
    tests(
      "WebAppTests",
      [
        "WebApp", "Rendering", "Extraction", "LanguageModels", "ClinicalRecord", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    tests("DeploymentTests", ["Deployment", "PieConfiguration", "CurlHTTP"]),
    tests("PieCommandsTests", ["PieCommands", "WebApp", "PieConfiguration", "LanguageModels", "CurlHTTP"]),
    tests("ConfigurationTests", ["PieConfiguration"]),
    tests("RenderingTests", ["Rendering", "ClinicalRecord"]),
    tests("ExtractionTests", ["Extraction", "LanguageModels", "RulesEngine", "Terminology", "ClinicalRecord", "TextScanning"]),
    tests("RulesEngineTests", ["Rendering", "Extraction", "RulesEngine", "Terminology", "ClinicalRecord", "TextScanning"]),
    tests("TerminologyTests", ["Terminology", "ClinicalRecord", "TextScanning"]),
    tests("ClinicalRecordTests", ["ClinicalRecord"]),
    tests("TextScanningTests", ["TextScanning"]),
  ],
  swiftLanguageModes: [.v6]
)
