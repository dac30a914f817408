// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Every code family by name: the one table that names, help and documentation come from.
public enum CodeCatalogue {
  /// The largest distance that the catalogue makes.
  public static let largestDistance = 201

  /// The families.
  public static let families: [CodeFamily] = [
    CodeFamily(
      name: "repetition", aliases: ["repetition-code"], forms: [[distance()]],
      summary: "the repetition code against bit flips", size: "[[d, 1]], d bit flips",
      make: { values throws(CodeError) in try .repetition(distance: values["d", default: 0]) }),
    CodeFamily(
      name: "surface", aliases: ["rotated", "rotated-surface"], forms: rectangular,
      summary: "the rotated surface code", size: "[[dx·dz, 1, min(dx, dz)]]",
      make: { values throws(CodeError) in
        try .rotatedSurface(dx: side("dx", values), dz: side("dz", values))
      }),
    CodeFamily(
      name: "unrotated", aliases: ["planar", "unrotated-surface"], forms: rectangular,
      summary: "the unrotated (planar) surface code",
      size: "[[dx·dz + (dx−1)(dz−1), 1, min(dx, dz)]]",
      make: { values throws(CodeError) in
        try .unrotatedSurface(dx: side("dx", values), dz: side("dz", values))
      }),
    CodeFamily(
      name: "xzzx", aliases: [], forms: rectangular,
      summary: "the rotated surface code with X and Z exchanged on every second qubit",
      size: "[[dx·dz, 1, min(dx, dz)]]",
      make: { values throws(CodeError) in
        try .xzzx(dx: side("dx", values), dz: side("dz", values))
      }),
    CodeFamily(
      name: "toric", aliases: [], forms: [[distance()]],
      summary: "the toric code", size: "[[2d², 2, d]]",
      make: { values throws(CodeError) in try .toric(distance: values["d", default: 0]) }),
    CodeFamily(
      name: "colour", aliases: ["color"], forms: [[distance(from: 3, isOdd: true)]],
      summary: "the triangular colour code on hexagons (6.6.6)", size: "[[(3d²+1)/4, 1, d]]",
      make: { values throws(CodeError) in try .colour(distance: values["d", default: 0]) }),
    CodeFamily(
      name: "five-qubit", aliases: ["five"], forms: [[]],
      summary: "the smallest code that corrects any error on one qubit", size: "[[5, 1, 3]]",
      make: { _ throws(CodeError) in try .fiveQubit() }),
    CodeFamily(
      name: "steane", aliases: [], forms: [[]],
      summary: "the code of Steane", size: "[[7, 1, 3]]",
      make: { _ throws(CodeError) in try .steane() }),
    CodeFamily(
      name: "shor", aliases: [], forms: [[]],
      summary: "the code of Shor", size: "[[9, 1, 3]]",
      make: { _ throws(CodeError) in try .shor() }),
    CodeFamily(
      name: "bivariate-bicycle", aliases: ["bicycle", "bb"], forms: bicycleForms,
      summary: "a bivariate bicycle code, A = x^a1 + y^a2 + y^a3 and B = y^b1 + x^b2 + x^b3",
      size: "[[n, 12, 6|10|12]] and others, n = 2lm", make: bicycle),
  ]

  private static let bicycleForms: [[CodeFamily.Parameter]] = [
    [
      CodeFamily.Parameter(
        name: "n", range: 1...1000, choices: StabilizerCode.namedBicycles, example: 72)
    ],
    zip(["l", "m", "a1", "a2", "a3", "b1", "b2", "b3"], [6, 6, 3, 1, 2, 3, 1, 2]).map {
      CodeFamily.Parameter(name: $0, range: ($0.count == 1 ? 1 : 0)...64, example: $1)
    },
  ]

  private static func bicycle(_ values: [String: Int]) throws(CodeError) -> StabilizerCode {
    if let qubits = values["n"] { return try .bivariateBicycle(qubits: qubits) }
    func power(_ name: String) -> Int { values[name, default: 0] }
    let text = bicycleForms[1].map { "\($0.name)=\(power($0.name))" }.joined(separator: ",")
    return try .bivariateBicycle(
      l: power("l"), m: power("m"),
      a: BicyclePolynomial([.init(x: power("a1")), .init(y: power("a2")), .init(y: power("a3"))]),
      b: BicyclePolynomial([.init(y: power("b1")), .init(x: power("b2")), .init(x: power("b3"))]),
      name: "bivariate-bicycle:\(text)")
  }

  private static func distance(
    _ name: String = "d", from least: Int = 2, isOdd: Bool = false
  ) -> CodeFamily.Parameter {
    CodeFamily.Parameter(name: name, range: least...largestDistance, isOdd: isOdd)
  }

  private static let rectangular = [[distance()], [distance("dx"), distance("dz")]]

  private static func side(_ name: String, _ values: [String: Int]) -> Int {
    values[name] ?? values["d", default: 0]
  }
}
