// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension CodeComparison {
  /// The verdict in one or a few sentences: no more than the choices bear out.
  func conclusion(
    _ choices: [SwitchingAdvice.Choice],
    _ candidates: [(family: String, distributions: [String])]
  ) -> String {
    if entries.allSatisfy({ $0.headline == nil }) {
      return "Nothing was sampled at the machine's own noise: there is nothing to advise yet."
    }
    let open = choices.filter { $0.family == nil && !$0.rivals.isEmpty }.map(\.distribution.name)
    guard let first = candidates.first else {
      return open.isEmpty
        ? "No family can be recommended at this noise; the machine must get better first."
        : "These data do not separate the families under \(open.joined(separator: ", ")): "
          + "more shots must tell."
    }
    var sentences: [String] = []
    if candidates.count == 1 {
      let kinds = "every kind of error that was decided"
      let rivals = rivals(of: first.family, choices)
      sentences.append(
        rivals.isEmpty
          ? "Use \(first.family): it is best under \(kinds)."
          : "\(first.family) is first under \(kinds), but these data do not separate it from "
            + "\(rivals).")
      if rivals.isEmpty {
        sentences.append("Nothing is gained by switching the code" + sizeWords(first.family))
      }
    } else {
      let words = candidates.map { "\($0.family) (\($0.distributions.joined(separator: ", ")))" }
      sentences.append(
        "Be ready to switch between " + words.dropLast().joined(separator: ", ")
          + " and \(words[words.count - 1]): each is first under the kinds of error in its parentheses."
      )
      for (family, _) in candidates {
        let rivals = rivals(of: family, choices)
        if !rivals.isEmpty {
          sentences.append("These data do not separate \(family) from \(rivals).")
        }
      }
    }
    if !open.isEmpty {
      sentences.append(
        "Under \(open.joined(separator: ", ")) these data do not separate the families.")
    }
    if let unjudged = unjudged(choices) { sentences.append(unjudged) }
    return sentences.joined(separator: " ")
  }

  /// The rivals of a family with the kinds of error, such as `xzzx (loss, biased)`; empty if there are none.
  private func rivals(of family: String, _ choices: [SwitchingAdvice.Choice]) -> String {
    var named: [(family: String, kinds: [String])] = []
    for choice in choices where choice.family == family {
      for rival in choice.rivals {
        let place = named.firstIndex { $0.family == rival } ?? named.count
        if place == named.count { named.append((rival, [])) }
        named[place].kinds.append(choice.distribution.name)
      }
    }
    return named.map { "\($0.family) (\($0.kinds.joined(separator: ", ")))" }
      .joined(separator: ", ")
  }

  /// The end of a sentence on switching: a family of one size has no other to change to.
  private func sizeWords(_ family: String) -> String {
    entries.contains { $0.family == family && $0.sizes.count > 1 }
      ? ", only by changing its size." : "."
  }

  /// The families that too few failures leave without a footprint where others have one.
  private func unjudged(_ choices: [SwitchingAdvice.Choice]) -> String? {
    var families: [String] = []
    for choice in choices where choice.family != nil {
      let own = entries.filter { $0.distribution == choice.distribution }
      guard own.contains(where: { $0.footprint.best != nil }) else { continue }
      for entry in own where entry.footprint.isUndecided && !families.contains(entry.family) {
        families.append(entry.family)
      }
    }
    return families.isEmpty
      ? nil : "Not judged, for too few data: \(families.joined(separator: ", "))."
  }
}
