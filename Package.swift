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
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    // 7
    .executableTarget(name: "pie", dependencies: ["PieCommands"], swiftSettings: settings),
    // 6
    floor(
      "PieCommands",
      [
        "Rendering", "Deployment", "Extraction", "RulesEngine", "Terminology", "Configuration", "ClinicalRecord",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    // 5
    floor("Rendering", ["ClinicalRecord", "TextScanning"]),
    floor(
      "Deployment",
      [
        "Configuration", .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux])),
      ]),
    // 4
    floor("Extraction", ["RulesEngine", "Terminology", "ClinicalRecord", "TextScanning"]),
    // 3
    floor("RulesEngine", ["Terminology", "ClinicalRecord", "TextScanning"]),
    floor("LanguageModels"),
    // 2
    floor("Terminology", ["EmbeddedAssets", "ClinicalRecord", "TextScanning"]),
    floor("Configuration", ["CLibyaml"]),
    // 1
    floor("ClinicalRecord"),
    floor("TextScanning"),
    // 0
    .target(name: "EmbeddedAssets", exclude: ["tables", "web", "README.md"], cSettings: [.disableWarning("c23-extensions")]),
    .systemLibrary(name: "CLibyaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),

    tests("ConfigurationTests", ["Configuration"]),
    tests("DeploymentTests", ["Deployment", "Configuration"]),
    tests("RenderingTests", ["Rendering", "ClinicalRecord"]),
    tests("ExtractionTests", ["Extraction", "RulesEngine", "Terminology", "ClinicalRecord", "TextScanning"]),
    tests("RulesEngineTests", ["Extraction", "RulesEngine", "Terminology", "ClinicalRecord", "TextScanning"]),
    tests("TerminologyTests", ["Terminology", "ClinicalRecord", "TextScanning"]),
    tests("ClinicalRecordTests", ["ClinicalRecord"]),
    tests("TextScanningTests", ["TextScanning"]),
  ],
  swiftLanguageModes: [.v6]
)
