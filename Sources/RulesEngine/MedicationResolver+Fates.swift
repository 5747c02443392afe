internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// What becomes of the drugs on the lists, wherever the note tells it, and one entry a drug and list.
extension MedicationResolver {
  /// A sentence elsewhere that tells a listed drug's fate.
  mutating func tell(_ drug: DrugMention) {
    guard let cue = drug.status, !drug.isHypothetical, !isAdvice(drug) else { return }
    let target =
      entries.indices.first { entries[$0].list == .home && entries[$0].mention.entry == drug.entry }
      ?? entries.indices.first { entries[$0].list == .home && same(entries[$0].mention.ingredients, drug.ingredients) }
      ?? entries.indices.first {
        entries[$0].list == .inpatient && same(entries[$0].mention.ingredients, drug.ingredients) && cue.status != .planned
      }
    guard let target else {
      if entries.indices.contains(where: { entries[$0].list == .discharge && same(entries[$0].mention.ingredients, drug.ingredients) }) {
        return
      }
      if cue.status == .planned { return add(drug, .mentioned, .planned) }
      switch drug.section {
      case .dischargeMedications, .prescription, .stoppedMedications: add(drug, cue.status == .stopped ? .home : .discharge)
      case .plan, .followUp, .conclusion, .assessment, .instructions: if cue.status == .stopped || cue.status == .held { add(drug, .home) }
      default: if isStay { add(drug, .inpatient) } else { add(drug, .mentioned) }
      }
      return
    }
    let status: Medication.Status? =
      switch cue.status {
      case .stopped: .stopped
      case .held: .held
      case .changed: .changed
      case .active, .planned: cue.isResumed ? .held : nil
      default: nil
      }
    guard let status,
      rank(cue) > entries[target].statusRank || cue.isResumed && (entries[target].statusRank == 0 || entries[target].status == .stopped)
    else { return }
    entries[target].status = status
    entries[target].statusRank = rank(cue)
    entries[target].also.append(min(cue.tokens.lowerBound, drug.name.lowerBound)..<max(cue.tokens.upperBound, drug.name.upperBound))
  }

  /// "Majoration de l'OXYCONTIN à 30 mg x2/j" where a prescription on leaving does not name it: that is what is taken from now on.
  mutating func prescribe(_ drug: DrugMention) {
    guard let cue = drug.status, cue.status == .changed, drug.hasDose, !drug.isHypothetical, plansForDischarge,
      !entries.contains(where: { $0.list == .discharge && same($0.mention.ingredients, drug.ingredients) })
    else { return }
    add(drug, .discharge)
  }

  /// A discharge line that says "changed" or "resumed" tells the home drug's fate too.
  mutating func propagate() {
    for later in entries.indices
    where entries[later].list == .discharge
      || entries[later].list == .inpatient && entries[later].status == .changed
        && entries[later].mention.sig.route != "intravenous"
    {
      guard let cue = entries[later].mention.status else { continue }
      for index in entries.indices
      where entries[index].list == .home && entries[index].status == .active
        && same(entries[index].mention.ingredients, entries[later].mention.ingredients)
      {
        if cue.status == .changed {
          entries[index].status = .changed
        } else if cue.isResumed {
          entries[index].status = .held
        } else {
          continue
        }
        entries[index].also.append(cue.tokens)
      }
    }
    // "augmenté à 80 mg" told of the home drug is said of what is taken from now on
    for index in entries.indices where entries[index].list == .discharge && entries[index].status == .active {
      guard entries[index].mention.status == nil,
        let before = entries.indices.first(where: {
          entries[$0].list == .home && entries[$0].status == .changed
            && same(entries[$0].mention.ingredients, entries[index].mention.ingredients)
        }),
        !isSameRegimen(entries[before].mention.sig, entries[index].mention.sig)
          || entries[before].mention.sig.frequency.timesPerDay != entries[index].mention.sig.frequency.timesPerDay,
        let words = entries[before].also.last ?? entries[before].mention.status?.tokens
      else { continue }
      entries[index].status = .changed
      entries[index].also.append(words)
    }
  }

  /// "Elle doit interrompre le méthotrexate et consulter en cas de fièvre": what to do one day, not what was done.
  private func isAdvice(_ drug: DrugMention) -> Bool {
    let sentence = note.sentence(of: drug.name.lowerBound)
    return note.cues[Int(note.sentences.indexOf[drug.name.lowerBound])].contains {
      $0.effect == .hypothetical && $0.tokens.contains { note.isWord($0, .conditional) }
    }
      && sentence.contains { note.isWord($0, .contactVerb) }
  }

  private func same(_ a: [Int32], _ b: [Int32]) -> Bool { !a.isEmpty && a == b }

  /// One entry a drug and list: a second one with the same strength, or with none, says no more.
  mutating func merge() {
    var kept: [Entry] = []
    kept.reserveCapacity(entries.count)
    for position in entries.indices {
      guard
        let index = kept.indices.first(where: {
          kept[$0].list == entries[position].list && same(kept[$0].mention.ingredients, entries[position].mention.ingredients)
            && isSameRegimen(kept[$0].mention.sig, entries[position].mention.sig)
        })
      else {
        kept.append(entries[position])
        continue
      }
      let entry = entries[position]
      if entry.mention.isUnderMoment, kept[index].mention.isUnderMoment { kept[index] = joined(kept[index], entry) }
      let fuller = weight(entry.mention.sig) > weight(kept[index].mention.sig)
      var winner = fuller ? entry : kept[index]
      let other = fuller ? kept[index] : entry
      if other.statusRank > winner.statusRank {
        winner.status = other.status
        winner.statusRank = other.statusRank
        winner.also.append(other.mention.tokens)
      }
      winner.also.append(contentsOf: other.also)
      kept[index] = winner
    }
    // a drug only spoken of says nothing where a list has it
    func isNews(_ index: Int) -> Bool {
      kept[index].list != .mentioned || kept[index].mention.hasDose
        || !kept.indices.contains { kept[$0].list != .mentioned && same(kept[$0].mention.ingredients, kept[index].mention.ingredients) }
    }
    entries = kept.indices.filter(isNews).map { kept[$0] }
  }

  /// "Midi : paracétamol 1 g", "Soir : paracétamol 1 g": twice a day.
  private func joined(_ first: Entry, _ second: Entry) -> Entry {
    var entry = first
    let times = Set(first.mention.sig.frequency.times + second.mention.sig.frequency.times).sorted()
    guard times.count > first.mention.sig.frequency.times.count else { return first }
    entry.mention.sig.frequency.times = times
    entry.mention.sig.frequency.timesPerDay = Double(times.count)
    entry.mention.sig.dailyDose = SigParser(note: note).dailyDose(entry.mention.sig, uneven: nil)
    entry.also.append(second.mention.tokens)
    return entry
  }

  private func isSameRegimen(_ a: Sig, _ b: Sig) -> Bool {
    guard let first = a.strength ?? a.quantity.map({ Amount($0.value, $0.unit) }),
      let second = b.strength ?? b.quantity.map({ Amount($0.value, $0.unit) })
    else { return true }
    return first == second
  }

  private func weight(_ sig: Sig) -> Int {
    (sig.strength != nil ? 2 : 0) + (sig.quantity != nil ? 1 : 0) + (sig.frequency.isEmpty ? 0 : 2) + (sig.duration != nil ? 1 : 0)
  }
}
