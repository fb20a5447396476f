// The steps to the first sale, and how each of them stands.

export const required = ["business", "terms", "identity", "paypal", "verification"];

/** How each step stands: done, now, later; what is optional is done or open. */
export function standing(seller) {
  if (!seller) return { business: "now" };
  const order = ["acceptTerms", "submitKyc", "awaitVerification", "none"];
  // PayPal and Instagram are mended beside the way.
  const at = order.indexOf(seller.nextStep);
  const isIdentified = seller.kycSubmittedAt && seller.nextStep !== "submitKyc" && seller.nextStep !== "acceptTerms";
  return {
    business: "done",
    terms: seller.termsVersion ? "done" : "now",
    identity: isIdentified || at > 1 ? "done" : seller.termsVersion ? "now" : undefined,
    paypal: seller.nextStep === "fixPayPalAccount" ? "now" : "done",
    verification: seller.status === "active" || (seller.status === "restricted" && at < 0) ? "done" : at === 2 ? "now" : undefined,
    instagram: seller.instagram ? seller.instagram.lostSince ? "now" : "done" : "open",
    mail: seller.getsMail ? "done" : "open",
  };
}

/** How many of the steps that a seller needs are still to be done by the seller. */
export const stepsToDo = seller => {
  const steps = standing(seller);
  return required.filter(step => step !== "verification" && steps[step] !== "done").length;
};
