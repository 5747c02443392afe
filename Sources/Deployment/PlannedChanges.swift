/// What a plan of terraform would change, from `terraform show -json`.
package struct PlannedChanges: Hashable, Sendable {
  package enum Action: String, Sendable {
    case create = "+"
    case update = "~"
    case replace = "±"
    case delete = "-"

    package var verb: String {
      switch self {
      case .create: "create"
      case .update: "change"
      case .replace: "replace"
      case .delete: "delete"
      }
    }
  }

  package struct Change: Hashable, Sendable {
    package var action: Action
    package var address: String
    /// The attributes that change, with old and new value where a line holds them.
    package var details: [String]
  }

  package var changes: [Change]

  init?(_ json: JSONValue?) {
    guard let json, json["resource_changes"] != nil || json["format_version"] != nil else { return nil }
    changes = (json["resource_changes"]?.array ?? []).compactMap(Self.change)
  }

  private static func change(_ resource: JSONValue) -> Change? {
    guard let address = resource["address"]?.text, resource["mode"]?.text != "data", let change = resource["change"] else { return nil }
    let action: Action
    switch change["actions"]?.array.compactMap(\.text) ?? [] {
    case ["create"]: action = .create
    case ["update"]: action = .update
    case ["delete"]: action = .delete
    case ["delete", "create"], ["create", "delete"]: action = .replace
    default: return nil
    }
    return Change(action: action, address: address, details: action == .create || action == .delete ? [] : details(change))
  }

  private static func details(_ change: JSONValue) -> [String] {
    let before = change["before"]?.object ?? [:]
    let after = change["after"]?.object ?? [:]
    let unknown = change["after_unknown"]?.object ?? [:]
    let hidden = [change["before_sensitive"], change["after_sensitive"]].flatMap {
      ($0?.object ?? [:]).filter { $0.value != .bool(false) }.keys
    }
    return Set(before.keys).union(after.keys).sorted().compactMap { name in
      if hidden.contains(name) { return before[name] == after[name] ? nil : name }
      // what is known after the apply alone follows from what is shown
      if unknown[name] == .bool(true) { return nil }
      let (old, new) = (before[name] ?? .null, after[name] ?? .null)
      guard old != new else { return nil }
      guard let old = old.short, let new = new.short else { return name }
      return "\(name) \(old) → \(new)"
    }
  }

  /// `3 to create, 1 to change`.
  package var summary: String {
    let counts = [Action.create, .update, .replace, .delete].compactMap { action in
      let count = changes.count { $0.action == action }
      return count > 0 ? "\(count) to \(action.verb)" : nil
    }
    return counts.isEmpty ? "no change" : counts.joined(separator: ", ")
  }

  /// A line a change, those that destroy last and most in view.
  package var lines: [String] {
    let width = min(56, changes.map(\.address.count).max() ?? 0)
    return changes.map { change in
      let address = change.address + String(repeating: " ", count: max(0, width - change.address.count))
      let verb = change.action.verb + String(repeating: " ", count: 7 - change.action.verb.count)
      return "  \(change.action.rawValue) \(verb)  \(address)  \(change.details.joined(separator: ", "))".trimmedRight
    }
  }
}

extension String {
  var trimmedRight: String { String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)]) }
}
