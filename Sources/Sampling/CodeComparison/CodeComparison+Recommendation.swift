// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// What a comparison advises, with the numbers that it follows from.
public struct SwitchingAdvice: Sendable {
  /// The advice for one kind of error.
  public struct Choice: Sendable {
    /// The kind of error.
    public var distribution: ErrorDistribution
    /// The family that is best there; nil where no family corrects.
    public var family: String?
    /// Why, with the numbers.
    public var reason: String
    /// The families that the data do not separate from the best.
    public var rivals: [String] = []
  }

  /// The choice for each kind of error.
  public var choices: [Choice]
  /// The families that are best somewhere, each with the kinds of error it is best under.
  public var candidates: [(family: String, distributions: [String])]
  /// The verdict, in one or two sentences.
  public var conclusion: String
  /// What each candidate costs if it is kept for all kinds of error, and what the figures rest on; a sentence each.
  public var remarks: [String]
  /// The choice for each kind of error if there are bare qubits only; empty if there is no such difference.
  public var bareChoices: [Choice]
}

extension CodeComparison {
  /// Which codes a machine should be ready to switch between.
  ///
  /// Under each kind of error the best family is the one of the fewest qubits per logical qubit for the target; where
  /// none has a footprint, the one whose largest code has the lowest rate per logical qubit and round, if the intervals
  /// of the others lie above its own.
  public var advice: SwitchingAdvice {
    var choices: [SwitchingAdvice.Choice] = []
    for distribution in distributions {
      choices.append(choice(distribution))
    }
    var candidates: [(family: String, distributions: [String])] = []
    for choice in choices {
      guard let family = choice.family else { continue }
      if let place = candidates.firstIndex(where: { $0.family == family }) {
        candidates[place].distributions.append(choice.distribution.name)
      } else {
        candidates.append((family, [choice.distribution.name]))
      }
    }
    return SwitchingAdvice(
      choices: choices, candidates: candidates, conclusion: conclusion(choices, candidates),
      remarks: costs(choices, candidates) + assumptions, bareChoices: bareChoices)
  }

  /// What a machine without modes for inner codes should choose.
  private var bareChoices: [SwitchingAdvice.Choice] {
    var bare = self
    bare.entries = entries.filter { !$0.family.contains("+") }
    guard !bare.entries.isEmpty, bare.entries.count < entries.count else { return [] }
    return bare.advice.choices
  }

  /// What the figures of some families take for granted.
  private var assumptions: [String] {
    let cats = Set(entries.map(\.family)).filter { $0.hasPrefix("cat(") }.sorted()
    guard !cats.isEmpty else { return [] }
    var sentences = [
      "Cats are assumed to keep their bias in gates: of the profile's own errors, those besides loss and leakage "
        + "flip the phase only; under the other kinds of error X and Y flip the bit. "
        + "Gates that do not keep it are worse than the figures of \(cats.joined(separator: ", "))."
    ]
    let limits = cats.filter { !$0.contains("loss=") }
    if !limits.isEmpty {
      sentences.append(
        "\(limits.joined(separator: ", ")): the stabilization is taken to be much faster than loss. "
          + "At a finite κ₁/κ₂ bits flip far more often; cat(nbar=…,loss=κ₁/κ₂) counts that.")
    }
    return sentences
  }

  private func choice(_ distribution: ErrorDistribution) -> SwitchingAdvice.Choice {
    let own = entries.filter { $0.distribution == distribution }
    let ranked = own.filter { $0.footprint.best != nil }.sorted {
      ($0.footprint.best?.qubitsPerLogicalQubit ?? .infinity, $0.family)
        < ($1.footprint.best?.qubitsPerLogicalQubit ?? .infinity, $1.family)
    }
    guard let best = ranked.first else { return choiceByRate(distribution, own) }
    var reason = words(best)
    let rivals = ranked.dropFirst().filter { overlap(best, $0) }.map(\.family)
    if ranked.count > 1 {
      reason += "; next is \(ranked[1].family): \(words(ranked[1]))"
    }
    if !rivals.isEmpty {
      reason += "; these data do not separate it from \(rivals.joined(separator: ", "))"
    }
    let without = own.filter { $0.footprint.best == nil }
    if !without.isEmpty {
      reason +=
        "; without a footprint: "
        + without.map { "\($0.family) (\($0.footprint.statement))" }.joined(separator: ", ")
    }
    return .init(
      distribution: distribution, family: best.family, reason: reason + ".", rivals: rivals)
  }

  /// The choice where no family has a footprint.
  private func choiceByRate(
    _ distribution: ErrorDistribution, _ own: [Entry]
  ) -> SwitchingAdvice.Choice {
    let ranked = own.compactMap { entry in
      entry.headline.map { (entry: entry, rate: $0.ratePerRound) }
    }.sorted { ($0.rate.best, $0.rate.high) < ($1.rate.best, $1.rate.high) }
    guard let (entry, rate) = ranked.first else {
      return .init(
        distribution: distribution, family: nil, reason: "Nothing was sampled under it.")
    }
    func words(_ entry: Entry, _ rate: Interval) -> String {
      let cost = entry.headline.flatMap { point in
        entry.sizes.first { $0.code == point.code }.map {
          ", with \(brief($0.qubitsPerLogicalQubit)) qubits or modes per logical qubit"
        }
      }
      return "\(entry.headline?.code ?? entry.family), \(brief(rate.best)) per logical qubit and "
        + "round [\(brief(rate.low)), \(brief(rate.high))]\(cost ?? "")"
    }
    let reason =
      "no family has a footprint for \(brief(targetRate)); the lowest rate is that of "
      + words(entry, rate)
    let helps = (gain(entry)?.low ?? 0) > 1
    guard helps else {
      return .init(
        distribution: distribution, family: nil,
        reason: reason + ", not surely below that of a bare qubit that waits as long.")
    }
    let rivals = ranked.dropFirst().filter { $0.rate.low <= rate.high }
    let others = rivals.map { words($0.entry, $0.rate) }.joined(separator: "; ")
    return .init(
      distribution: distribution, family: rivals.isEmpty ? entry.family : nil,
      reason: reason + (rivals.isEmpty ? "." : "; these data do not separate it from \(others)."),
      rivals: rivals.map(\.entry.family))
  }

  private func words(_ entry: Entry) -> String {
    let footprint = entry.footprint
    guard let best = footprint.best else { return footprint.statement }
    let ends = [footprint.low, footprint.high].map {
      $0.map { brief($0.qubitsPerLogicalQubit) } ?? "–"
    }
    var text =
      "\(brief(best.qubitsPerLogicalQubit)) qubits or modes per logical qubit "
      + "[\(ends[0]), \(ends[1])] at d = \(best.distance)"
    if best.logicalQubits > 1 { text += " and k = \(best.logicalQubits)" }
    if let fit = entry.fit {
      text +=
        ", Λ = \(brief(fit.suppression.best)) [\(brief(fit.suppression.low)), "
        + "\(brief(fit.suppression.high))]"
    }
    return text
  }

  private func overlap(_ first: Entry, _ second: Entry) -> Bool {
    (first.footprint.high?.qubitsPerLogicalQubit ?? .infinity)
      >= (second.footprint.low?.qubitsPerLogicalQubit ?? 0)
  }

  /// What each candidate costs if it alone is kept, a sentence each.
  private func costs(
    _ choices: [SwitchingAdvice.Choice], _ candidates: [(family: String, distributions: [String])]
  ) -> [String] {
    guard candidates.count > 1 else { return [] }
    func footprint(_ family: String, _ distribution: ErrorDistribution) -> Double? {
      entries.first { $0.family == family && $0.distribution == distribution }?
        .footprint.best?.qubitsPerLogicalQubit
    }
    let decided = choices.filter { choice in
      choice.family.map { footprint($0, choice.distribution) != nil } ?? false
    }
    var costs: [String] = []
    for (family, _) in candidates {
      var worst: (factor: Double, distribution: String)?
      var fails: [String] = []
      var open: [String] = []
      for choice in decided {
        guard let best = choice.family.flatMap({ footprint($0, choice.distribution) }) else {
          continue
        }
        guard let own = footprint(family, choice.distribution) else {
          let isOpen = entries.contains {
            $0.family == family && $0.distribution == choice.distribution
              && $0.footprint.isUndecided
          }
          if isOpen {
            open.append(choice.distribution.name)
          } else {
            fails.append(choice.distribution.name)
          }
          continue
        }
        let factor = own / best
        if factor > worst?.factor ?? 1 { worst = (factor, choice.distribution.name) }
      }
      var parts: [String] = []
      if !fails.isEmpty { parts.append("has no footprint under \(fails.joined(separator: ", "))") }
      if !open.isEmpty { parts.append("is undecided under \(open.joined(separator: ", "))") }
      if let worst {
        parts.append("costs \(brief(worst.factor)) times the best under \(worst.distribution)")
      }
      costs.append(
        "Kept for all kinds of error, \(family) "
          + (parts.isEmpty ? "is never beaten." : parts.joined(separator: ", ") + "."))
    }
    return costs
  }
}
