// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

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
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // 7
    .executableTarget(name: "pie", dependencies: ["PieCommands"], swiftSettings: settings),
    // 6
    floor(
      "PieCommands",
      [
        "Rendering", "Extraction", "RulesEngine", "Terminology", "Configuration", "ClinicalRecord",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    // 5
    floor("Rendering", ["ClinicalRecord", "TextScanning"]),
    // 4
    floor("Extraction", ["RulesEngine", "Terminology", "ClinicalRecord", "TextScanning"]),
    // 3
    floor("RulesEngine", ["Terminology", "ClinicalRecord", "TextScanning"]),
    floor("LanguageModels", ["CurlHTTP", "EmbeddedAssets"]),
    // 2
    floor("Terminology", ["EmbeddedAssets", "ClinicalRecord", "TextScanning"]),
    floor("Configuration", ["CLibyaml"]),
    floor("CurlHTTP", ["CurlShims"]),
    // 1
    floor("ClinicalRecord"),
    floor("TextScanning"),
    // 0
    .target(name: "EmbeddedAssets", exclude: ["tables", "README.md"], cSettings: [.disableWarning("c23-extensions")]),
    .systemLibrary(name: "CLibyaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    // libcurl's header alone: the library is loaded when it is first needed
    .target(name: "CurlShims"),

    tests("LanguageModelsTests", ["LanguageModels", "CurlHTTP", "StubServer"]),
    tests("CurlHTTPTests", ["CurlHTTP", "StubServer"]),
    .target(name: "StubServer", path: "Tests/StubServer", swiftSettings: settings),
    tests("ConfigurationTests", ["Configuration"]),
    tests("RenderingTests", ["Rendering", "ClinicalRecord"]),
    tests("ExtractionTests", ["Extraction", "RulesEngine", "Terminology", "ClinicalRecord", "TextScanning"]),
    tests("RulesEngineTests", ["Extraction", "RulesEngine", "Terminology", "ClinicalRecord", "TextScanning"]),
    tests("TerminologyTests", ["Terminology", "ClinicalRecord", "TextScanning"]),
    tests("ClinicalRecordTests", ["ClinicalRecord"]),
    tests("TextScanningTests", ["TextScanning"]),
  ],
  swiftLanguageModes: [.v6]
)
