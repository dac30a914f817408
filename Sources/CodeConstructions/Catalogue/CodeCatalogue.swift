// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Every code family by name: the one table that names, help and documentation come from.
public enum CodeCatalogue {
  /// The largest distance that the catalogue makes.
  public static let largestDistance = 201

  /// The families.
  public static let families: [CodeFamily] =
    surfaceFamilies + colourFamilies + smallFamilies + productFamilies + subsystemFamilies
    + floquetFamilies

  private static let surfaceFamilies: [CodeFamily] = [
    CodeFamily(
      name: "repetition", aliases: ["repetition-code"], decoder: "matching", forms: [[distance()]],
      summary: "the repetition code against bit flips", size: "[[d, 1]], d bit flips",
      make: { values throws(CodeError) in
        try StabilizerCode.repetition(distance: values["d", default: 0])
      }),
    CodeFamily(
      name: "surface", aliases: ["rotated", "rotated-surface"], decoder: "matching",
      forms: rectangular,
      summary: "the rotated surface code", size: "[[dx·dz, 1, min(dx, dz)]]",
      make: { values throws(CodeError) in
        try StabilizerCode.rotatedSurface(dx: side("dx", values), dz: side("dz", values))
      }),
    CodeFamily(
      name: "unrotated", aliases: ["planar", "unrotated-surface"], decoder: "matching",
      forms: rectangular,
      summary: "the unrotated (planar) surface code",
      size: "[[dx·dz + (dx−1)(dz−1), 1, min(dx, dz)]]",
      make: { values throws(CodeError) in
        try StabilizerCode.unrotatedSurface(dx: side("dx", values), dz: side("dz", values))
      }),
    CodeFamily(
      name: "xzzx", aliases: [], decoder: "matching", forms: rectangular,
      summary: "the rotated surface code with X and Z exchanged on every second qubit",
      size: "[[dx·dz, 1, min(dx, dz)]]",
      make: { values throws(CodeError) in
        try StabilizerCode.xzzx(dx: side("dx", values), dz: side("dz", values))
      }),
    CodeFamily(
      name: "toric", aliases: [], decoder: "matching", forms: [[distance()]],
      summary: "the toric code", size: "[[2d², 2, d]]",
      make: { values throws(CodeError) in
        try StabilizerCode.toric(distance: values["d", default: 0])
      }),
    CodeFamily(
      name: "toric-3d", aliases: [], decoder: "bp-osd",
      forms: [[CodeFamily.Parameter(name: "d", range: 2...20)]],
      summary: "the toric code in three dimensions", size: "[[3d³, 3, d]]",
      make: { values throws(CodeError) in
        try StabilizerCode.toric3D(distance: values["d", default: 0])
      }),
  ]

  static func distance(
    _ name: String = "d", from least: Int = 2, isOdd: Bool = false
  ) -> CodeFamily.Parameter {
    CodeFamily.Parameter(name: name, range: least...largestDistance, isOdd: isOdd)
  }

  static let rectangular = [[distance()], [distance("dx"), distance("dz")]]

  static func side(_ name: String, _ values: [String: Int]) -> Int {
    values[name] ?? values["d", default: 0]
  }
}
