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
  /// Under each kind of error the best family is the one of smallest footprint for the target; where none has one, the
  /// one of lowest logical error rate at the largest distance that was sampled.
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
      choices: choices, candidates: candidates, conclusion: conclusion(candidates),
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
    let ranked = own.filter { $0.footprint.qubits.best != nil }.sorted {
      ($0.footprint.qubits.best ?? .max) < ($1.footprint.qubits.best ?? .max)
    }
    if let best = ranked.first {
      var reason = words(best)
      if ranked.count > 1 {
        let next = ranked[1]
        reason += "; next is \(next.family): \(words(next))"
        if overlap(best, next) { reason += ", which the intervals do not tell apart" }
      }
      let without = own.filter { $0.footprint.qubits.best == nil }
      if !without.isEmpty {
        reason +=
          "; without a footprint: "
          + without.map { "\($0.family) (\($0.footprint.statement))" }.joined(separator: ", ")
      }
      return .init(distribution: distribution, family: best.family, reason: reason + ".")
    }
    let lowest = own.compactMap { entry in entry.headline.map { (entry, $0.ratePerRound) } }
      .min { ($0.1.best, $0.1.high) < ($1.1.best, $1.1.high) }
    guard let (entry, rate) = lowest else {
      return .init(
        distribution: distribution, family: nil, reason: "Nothing was sampled under it.")
    }
    let helps = (gain(entry)?.low ?? 0) > 1
    return .init(
      distribution: distribution, family: helps ? entry.family : nil,
      reason:
        "no family has a footprint for \(brief(targetRate)); the lowest rate is that of "
        + "\(entry.headline?.code ?? entry.family), \(brief(rate.best)) per round "
        + "[\(brief(rate.low)), \(brief(rate.high))]"
        + (helps ? "." : ", not surely below that of a bare qubit that waits as long."))
  }

  private func words(_ entry: Entry) -> String {
    let footprint = entry.footprint
    var text = "\(footprint.qubits.best ?? 0) qubits or modes"
    let ends = [footprint.qubits.low, footprint.qubits.high].map { $0.map { "\($0)" } ?? "–" }
    text += " [\(ends[0]), \(ends[1])] at d = \(footprint.distance.best ?? 0)"
    if let fit = entry.fit {
      text +=
        ", Λ = \(brief(fit.suppression.best)) [\(brief(fit.suppression.low)), "
        + "\(brief(fit.suppression.high))]"
    }
    return text
  }

  private func overlap(_ first: Entry, _ second: Entry) -> Bool {
    (first.footprint.qubits.high ?? .max) >= (second.footprint.qubits.low ?? 0)
  }

  private func conclusion(
    _ candidates: [(family: String, distributions: [String])]
  ) -> String {
    if entries.allSatisfy({ $0.headline == nil }) {
      return "Nothing was sampled at the machine's own noise: there is nothing to advise yet."
    }
    guard let first = candidates.first else {
      return "No family can be recommended at this noise; the machine must get better first."
    }
    guard candidates.count > 1 else {
      return "Use \(first.family): it is best under every kind of error that was decided. "
        + "Nothing is gained by switching the code, only by changing its distance."
    }
    let words = candidates.map { "\($0.family) (\($0.distributions.joined(separator: ", ")))" }
    return "Be ready to switch between " + words.dropLast().joined(separator: ", ")
      + " and \(words[words.count - 1]): each is best under the kinds of error in its parentheses."
  }

  /// What each candidate costs if it alone is kept, a sentence each.
  private func costs(
    _ choices: [SwitchingAdvice.Choice], _ candidates: [(family: String, distributions: [String])]
  ) -> [String] {
    guard candidates.count > 1 else { return [] }
    func footprint(_ family: String, _ distribution: ErrorDistribution) -> Int? {
      entries.first { $0.family == family && $0.distribution == distribution }?
        .footprint.qubits.best
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
        let factor = Double(own) / Double(best)
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
