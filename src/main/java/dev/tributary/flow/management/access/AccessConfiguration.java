package dev.tributary.flow.management.access;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.POST;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * One chain before every address: HTTP Basic without a session for programs, a form with a session for people at our
 * pages, and who may go where. What changes something in a session needs that session's CSRF token; with Basic, {@link
 * SameOriginFilter} does that from the browser's own word.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@EnableConfigurationProperties({AccessProperties.class, HttpLimits.class})
public class AccessConfiguration {

    private static final String PASSWORD_FILE = "admin-password";

    /** Our pages bring their own styles and scripts and nothing else; hawtio sets its own policy on its addresses. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    @Bean
    PasswordEncoder passwordEncoder() {
        return Passwords.encoder();
    }

    @Bean
    AdminPassword adminPassword(AccessProperties properties, PasswordEncoder encoder) {
        return AdminPassword.resolve(
                properties.adminPassword(), properties.dataDir().resolve(PASSWORD_FILE), encoder);
    }

    @Bean
    UserDetailsService users(AccessProperties properties, AdminPassword admin, PasswordEncoder encoder) {
        return new InMemoryUserDetailsManager(Users.of(properties, admin, encoder));
    }

    @Bean
    SecurityFilterChain access(
            HttpSecurity http, UserDetailsService users, PasswordEncoder encoder, Clock clock, HttpLimits limits)
            throws Exception {
        DaoAuthenticationProvider slow = new DaoAuthenticationProvider(users);
        slow.setPasswordEncoder(encoder);
        return http.authenticationManager(new ProviderManager(new VerifiedLogins(slow, clock)))
                .authorizeHttpRequests(AccessConfiguration::whoMayGoWhere)
                .httpBasic(basic -> basic.authenticationEntryPoint(Refusals::askForLogin))
                .formLogin(form ->
                        form.loginPage(SignIn.PAGE).successHandler(SignIn::goOn).failureHandler(SignIn::askAgain))
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(SignIn::ask).accessDeniedHandler(SignIn::refuse))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(logout -> logout.logoutSuccessUrl(SignIn.PAGE + "?out"))
                .csrf(csrf -> csrf.requireCsrfProtectionMatcher(SignIn::needsToken))
                .addFilterBefore(new SameOriginFilter(), BasicAuthenticationFilter.class)
                .addFilterAfter(new BodyLimitFilter(limits.maxBody().toBytes()), BasicAuthenticationFilter.class)
                .headers(AccessConfiguration::headers)
                .anonymous(Customizer.withDefaults())
                .build();
    }

    private static void whoMayGoWhere(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        String sender = Role.SENDER.name();
        String viewer = Role.VIEWER.name();
        String operator = Role.OPERATOR.name();
        String admin = Role.ADMIN.name();
        requests.requestMatchers("/actuator/health", "/login")
                .permitAll()
                // what the sign-in page is drawn with
                .requestMatchers(GET, "/console/console.css", "/console/console.js", "/console/tributary.svg")
                .permitAll()
                // the signature in the link is the login
                .requestMatchers("/ack/*")
                .permitAll()
                // hawtio asks whether it may connect to other engines for its user; it may not
                .requestMatchers(GET, "/actuator/hawtio/proxy/enabled")
                .hasRole(viewer)
                .requestMatchers("/actuator/hawtio/proxy/**")
                .denyAll()
                .requestMatchers(
                        "/actuator/health/**",
                        "/actuator/info",
                        "/actuator/prometheus",
                        "/actuator/hawtio",
                        "/actuator/hawtio/**",
                        "/actuator/jolokia",
                        "/actuator/jolokia/**")
                .hasRole(viewer)
                .requestMatchers("/actuator/**")
                .hasRole(admin)
                .requestMatchers(GET, "/fhir/metadata")
                .hasRole(viewer)
                .requestMatchers(GET, "/fhir", "/fhir/**")
                .hasRole(operator)
                .requestMatchers(HEAD, "/fhir/**")
                .hasRole(operator)
                .requestMatchers(POST, "/fhir/*/_search", "/fhir/_search")
                .hasRole(operator)
                .requestMatchers("/fhir", "/fhir/**")
                .hasRole(admin)
                .requestMatchers(POST, "/api/feeds/*/messages")
                .hasRole(sender)
                .requestMatchers("/api/messages", "/api/messages/**", "/api/alerts", "/api/alerts/**")
                .hasRole(operator)
                // a code out of place may be a name; what a code means is changed by those who answer for the tables
                .requestMatchers(GET, "/api/codes", "/api/codes/**")
                .hasRole(operator)
                .requestMatchers("/api/codes", "/api/codes/**")
                .hasRole(admin)
                .requestMatchers(GET, "/codes", "/codes/**", "/why", "/why/**")
                .hasRole(operator)
                .requestMatchers("/codes", "/codes/**")
                .hasRole(admin)
                // who is who, by number and name
                .requestMatchers("/api/patients", "/api/patients/**")
                .hasRole(operator)
                // messages are seen there and the tables changed
                .requestMatchers("/try", "/try/**", "/api/try", "/api/try/**")
                .hasRole(admin)
                .requestMatchers(GET, "/api/**")
                .hasRole(viewer)
                .requestMatchers("/api/**")
                .hasRole(operator)
                .requestMatchers("/messages", "/messages/**", "/alerts", "/alerts/**", "/patients", "/patients/**")
                .hasRole(operator)
                .requestMatchers(GET, "/**")
                .hasRole(viewer)
                .anyRequest()
                .hasRole(admin);
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .permissionsPolicyHeader(permissions ->
                        permissions.policy("camera=(), microphone=(), geolocation=(), payment=(), usb=()"));
    }
}
