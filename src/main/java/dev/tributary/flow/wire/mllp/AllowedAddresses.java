package dev.tributary.flow.wire.mllp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/** The networks that may connect to a feed, in CIDR notation (RFC 4632, RFC 4291 §2.3). */
public final class AllowedAddresses {

    // only literals: a name would be looked up, and a name server does not decide who may send
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final List<Network> networks;

    private AllowedAddresses(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * @param networks such as {@code 10.20.0.0/16}, {@code 10.20.1.7} or {@code fd00::/8}; empty allows every address
     * @throws IllegalArgumentException with the offending word and the cure
     */
    public static AllowedAddresses of(List<String> networks) {
        return new AllowedAddresses(networks.stream().map(Network::parse).toList());
    }

    /** @return whether this peer may connect */
    public boolean allow(InetAddress peer) {
        return networks.isEmpty() || networks.stream().anyMatch(network -> network.contains(peer.getAddress()));
    }

    private record Network(byte[] address, int prefix) {

        static Network parse(String text) {
            int slash = text.indexOf('/');
            String literal = slash < 0 ? text : text.substring(0, slash);
            if (!LITERAL.matcher(literal).matches()) {
                throw wrong(text);
            }
            try {
                byte[] address = InetAddress.getByName(literal).getAddress();
                int prefix = slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
                if (prefix < 0 || prefix > address.length * 8) {
                    throw wrong(text);
                }
                return new Network(address, prefix);
            } catch (UnknownHostException | NumberFormatException e) {
                throw wrong(text);
            }
        }

        boolean contains(byte[] peer) {
            if (peer.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((peer[bit / 8] & mask) != (address[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }

        private static IllegalArgumentException wrong(String text) {
            return new IllegalArgumentException("'" + text
                    + "' is not an address or network; write 10.20.1.7, 10.20.0.0/16 or fd00::/8, not a host name");
        }
    }
}
