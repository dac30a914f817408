// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension CodeCatalogue {
  static let productFamilies: [CodeFamily] = [
    CodeFamily(
      name: "bivariate-bicycle", aliases: ["bicycle", "bb"], decoder: "bp-osd", forms: bicycleForms,
      summary: "a bivariate bicycle code, A = x^a1 + y^a2 + y^a3 and B = y^b1 + x^b2 + x^b3",
      size: "[[n, 12, 6|10|12]] and others, n = 2lm", make: bicycle),
    CodeFamily(
      name: "hgp", aliases: ["hypergraph-product"], decoder: "bp-osd", forms: hypergraphForms,
      summary:
        "the hypergraph product of a classical code with itself: a Hamming code of 2^hamming − 1 bits, "
        + "a repetition code, or the cyclic code of 1 + x^a + x^b on l bits",
      size: "[[n1² + m1², k1² + k1ᵀ², min(d1, d1ᵀ)]]", make: hypergraphProduct),
    CodeFamily(
      name: "lifted-product", aliases: ["lp"], decoder: "bp-osd",
      forms: [
        [
          CodeFamily.Parameter(
            name: "n", range: 1...2000, choices: StabilizerCode.namedLiftedProducts, example: 48)
        ]
      ],
      summary: "a lifted product of protographs, generalized bicycle codes among them",
      size: "[[48, 6, 8]], [[1054, 140]] and others",
      make: { values throws(CodeError) in
        try StabilizerCode.liftedProduct(qubits: values["n", default: 0])
      }),
  ]

  static let subsystemFamilies: [CodeFamily] = [
    CodeFamily(
      name: "bacon-shor", aliases: [], decoder: "matching", forms: rectangular,
      summary: "the subsystem code of pair measurements on a square",
      size: "[[dx·dz, 1, min(dx, dz)]]",
      make: { values throws(CodeError) in
        try SubsystemCode.baconShor(dx: side("dx", values), dz: side("dz", values))
      }),
    CodeFamily(
      name: "shyps", aliases: ["simplex-product"], decoder: "bp-osd",
      forms: [[CodeFamily.Parameter(name: "r", range: 2...6)]],
      summary: "the subsystem product of simplex codes, with gauge operators of weight 3",
      size: "[[(2^r−1)², r², 2^(r−1)]]",
      make: { values throws(CodeError) in
        try SubsystemCode.simplexProduct(r: values["r", default: 0])
      }),
  ]

  static let floquetFamilies: [CodeFamily] = [
    CodeFamily(
      name: "honeycomb", aliases: ["honeycomb-torus"], decoder: "correlated-matching",
      forms: [[CodeFamily.Parameter(name: "d", range: 2...20, isEven: true, example: 4)]],
      summary: "the honeycomb Floquet code on a torus, d faults of native pair measurements",
      size: "[[9d²/2, 2, d]]",
      make: { values throws(CodeError) in
        try FloquetCode.honeycomb(distance: values["d", default: 0])
      }),
    CodeFamily(
      name: "honeycomb-planar", aliases: [], decoder: "correlated-matching",
      forms: [[CodeFamily.Parameter(name: "d", range: 1...12)]],
      summary:
        "the honeycomb Floquet code on a parallelogram, d faults of native pair measurements",
      size: "[[6d²+12d+1, 1, d]]",
      make: { values throws(CodeError) in
        try FloquetCode.planarHoneycomb(distance: values["d", default: 0])
      }),
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

  private static func bicycle(_ values: [String: Int]) throws(CodeError) -> any QuantumCode {
    if let qubits = values["n"] { return try StabilizerCode.bivariateBicycle(qubits: qubits) }
    func power(_ name: String) -> Int { values[name, default: 0] }
    let text = bicycleForms[1].map { "\($0.name)=\(power($0.name))" }.joined(separator: ",")
    return try StabilizerCode.bivariateBicycle(
      l: power("l"), m: power("m"),
      a: BicyclePolynomial([.init(x: power("a1")), .init(y: power("a2")), .init(y: power("a3"))]),
      b: BicyclePolynomial([.init(y: power("b1")), .init(x: power("b2")), .init(x: power("b3"))]),
      name: "bivariate-bicycle:\(text)")
  }

  private static let hypergraphForms: [[CodeFamily.Parameter]] = [
    [CodeFamily.Parameter(name: "hamming", range: 2...5)],
    [CodeFamily.Parameter(name: "repetition", range: 2...40)],
    [
      CodeFamily.Parameter(name: "l", range: 2...32, example: 7),
      CodeFamily.Parameter(name: "a", range: 0...63, example: 1),
      CodeFamily.Parameter(name: "b", range: 0...63, example: 3),
    ],
  ]

  private static func hypergraphProduct(
    _ values: [String: Int]
  ) throws(CodeError) -> any QuantumCode {
    if let r = values["hamming"] { return try StabilizerCode.hammingProduct(r: r) }
    if let distance = values["repetition"] {
      return try StabilizerCode.repetitionProduct(distance: distance)
    }
    return try StabilizerCode.cyclicProduct(
      l: values["l", default: 0], a: values["a", default: 0], b: values["b", default: 0])
  }
}
