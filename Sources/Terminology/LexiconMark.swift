public import TextScanning

/// Which lexicons have a term that begins with a token: bits of the lower half of its marks.
@usableFromInline package struct LexiconMark: OptionSet, Sendable {
  @usableFromInline package let rawValue: UInt32
  @inlinable package init(rawValue: UInt32) { self.rawValue = rawValue }

  @inlinable package static var drugs: Self { Self(rawValue: 1) }
  @inlinable package static var problems: Self { Self(rawValue: 1 << 1) }
  @inlinable package static var measurements: Self { Self(rawValue: 1 << 2) }
  @inlinable package static var procedures: Self { Self(rawValue: 1 << 3) }
  @inlinable package static var headings: Self { Self(rawValue: 1 << 4) }
  @inlinable package static var cues: Self { Self(rawValue: 1 << 5) }
  @inlinable package static var triggers: Self { Self(rawValue: 1 << 6) }
  @inlinable package static var statuses: Self { Self(rawValue: 1 << 7) }
  @inlinable package static var sigWords: Self { Self(rawValue: 1 << 8) }
  @inlinable package static var modifiers: Self { Self(rawValue: 1 << 9) }
  @inlinable package static var substances: Self { Self(rawValue: 1 << 10) }

  /// The lexicons whose terms are mentions.
  @inlinable package static var mentions: Self { [.drugs, .problems, .measurements, .procedures] }

  @inlinable @inline(__always) package func isOn(_ token: Token) -> Bool { token.marks & rawValue != 0 }
}
