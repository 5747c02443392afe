import Testing

@testable import PieConfiguration

struct KeyStoreTests {
  @Test func `Written and read again`() throws {
    var store = try KeyStore(nil, file: "keys.yaml")
    store.set("sk-\"quoted\\", of: "openai")
    store.set("1234", of: "mistral")
    store.set("yes", of: "gemini")
    let again = try KeyStore(Array(store.yaml.utf8), file: "keys.yaml")
    #expect(again.keys == ["openai": "sk-\"quoted\\", "mistral": "1234", "gemini": "yes"])
    var fewer = again
    let was = fewer.remove("mistral")
    #expect(was)
    let isGone = !fewer.remove("mistral")
    #expect(isGone)
    #expect(try KeyStore(Array(fewer.yaml.utf8), file: "keys.yaml").keys.keys.sorted() == ["gemini", "openai"])
  }

  @Test(arguments: ["", "# nothing\n", "null\n"]) func `An empty file has no keys`(text: String) throws {
    #expect(try KeyStore(Array(text.utf8), file: "keys.yaml").keys.isEmpty)
  }

  @Test(arguments: [
    "- canary-key", "canary-key", "openai: [canary-key]", "openai: {a: canary-key}", "openai:\n", "openai: canary-key\nopenai: canary-key",
    "openai: \"canary-key", "openai: *canary-key", "openai: canary-key: b",
  ])
  func `What is no such file is refused, and quotes nothing of it`(text: String) {
    let error = #expect(throws: ConfigurationError.self) { try KeyStore(Array(text.utf8), file: "keys.yaml") }
    #expect(error?.description.hasPrefix("keys.yaml:") == true)
    #expect(error?.description.contains("canary-key") == false)
  }

  @Test func `A description has no key`() throws {
    let store = try KeyStore(Array("openai: canary-key".utf8), file: "keys.yaml")
    #expect("\(store)" == "KeyStore of openai")
  }

  @Test func `Where it is`() {
    #expect(KeyStore.path(["XDG_CONFIG_HOME": "/x", "HOME": "/h"]) == "/x/pie/keys.yaml")
    #expect(KeyStore.path(["XDG_CONFIG_HOME": "relative", "HOME": "/h"]) == "/h/.config/pie/keys.yaml")
    #expect(KeyStore.path([:]) == nil)
  }
}
