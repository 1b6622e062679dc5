package dev.tributary.base;

/**
 * Who gives out numbers: HL7's HD in CX.4, and the FHIR {@code Identifier.system} it stands for.
 *
 * @param namespace HD.1 as senders write it ({@code HOSP}); empty if there is none
 * @param oid HD.2 where HD.3 is {@code ISO}, without {@code urn:oid:}; empty if there is none
 * @param uri the FHIR system of its identifiers; empty if it is {@code urn:oid:} and the OID
 * @param type HL7 table 0203: what its numbers are where CX.5 does not say ({@code MR}); empty if that is open
 */
public record AssigningAuthority(String namespace, String oid, String uri, String type) {

    /** @throws IllegalArgumentException if neither a URI nor an OID says what the system is */
    public AssigningAuthority {
        if (uri.isEmpty() && oid.isEmpty()) {
            throw new IllegalArgumentException("assigning authority '" + namespace + "': give it a uri or an oid");
        }
    }

    /** @return {@code Identifier.system} */
    public String system() {
        return uri.isEmpty() ? "urn:oid:" + oid : uri;
    }
}
