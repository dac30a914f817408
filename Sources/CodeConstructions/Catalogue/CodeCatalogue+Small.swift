// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension CodeCatalogue {
  static let colourFamilies: [CodeFamily] = [
    colour("colour", ["color"], "on hexagons (6.6.6)", "[[(3d²+1)/4, 1, d]]") {
      distance throws(CodeError) in try .colour(distance: distance)
    },
    colour(
      "colour-superdense", ["color-superdense"],
      "on hexagons, with a Bell pair for the two ancillas of each", "[[(3d²+1)/4, 1, d]]"
    ) { distance throws(CodeError) in try .colour(distance: distance, isSuperdense: true) },
    colour(
      "colour-488", ["color-488"], "on squares and octagons (4.8.8)", "[[(d²+2d−1)/2, 1, d]]"
    ) { distance throws(CodeError) in try .colour488(distance: distance) },
    colour(
      "colour-488-superdense", ["color-488-superdense"],
      "on squares and octagons, with a Bell pair for the two ancillas of each",
      "[[(d²+2d−1)/2, 1, d]]"
    ) { distance throws(CodeError) in try .colour488(distance: distance, isSuperdense: true) },
  ]

  private static func colour(
    _ name: String, _ aliases: [String], _ where: String, _ size: String,
    make: @escaping @Sendable (Int) throws(CodeError) -> StabilizerCode
  ) -> CodeFamily {
    CodeFamily(
      name: name, aliases: aliases, decoder: "search",
      forms: [[distance(from: 3, isOdd: true)]],
      summary: "the triangular colour code \(`where`)", size: size,
      make: { values throws(CodeError) in try make(values["d", default: 0]) })
  }

  static let smallFamilies: [CodeFamily] = [
    CodeFamily(
      name: "five-qubit", aliases: ["five"], decoder: "maximum-likelihood", forms: [[]],
      summary: "the smallest code that corrects any error on one qubit", size: "[[5, 1, 3]]",
      make: { _ throws(CodeError) in try StabilizerCode.fiveQubit() }),
    CodeFamily(
      name: "steane", aliases: [], decoder: "maximum-likelihood", forms: [[]],
      summary: "the code of Steane", size: "[[7, 1, 3]]",
      make: { _ throws(CodeError) in try StabilizerCode.steane() }),
    CodeFamily(
      name: "shor", aliases: [], decoder: "matching", forms: [[]],
      summary: "the code of Shor", size: "[[9, 1, 3]]",
      make: { _ throws(CodeError) in try StabilizerCode.shor() }),
    CodeFamily(
      name: "reed-muller", aliases: ["rm"], decoder: "bp-osd",
      forms: [[CodeFamily.Parameter(name: "m", range: 3...7, example: 4)]],
      summary: "the quantum Reed-Muller code, for m = 4 with a transversal T gate",
      size: "[[2^m−1, 1, 3]]",
      make: { values throws(CodeError) in
        try StabilizerCode.reedMuller(m: values["m", default: 0])
      }),
  ]
}
