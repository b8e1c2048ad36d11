package example;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamRole;
import io.iamtighten.aws.account.AccountFiles;
import io.iamtighten.aws.trail.TrailOptions;
import io.iamtighten.aws.trail.TrailReader;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestContext;
import io.iamtighten.request.RequestPrincipal;
import io.iamtighten.tighten.Tightener;
import io.iamtighten.tighten.TighteningOptions;
import io.iamtighten.tighten.TighteningProposal;
import io.iamtighten.usage.UsageSummary;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Decides a request and tightens a role, with nothing but the published artifacts. */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] args) {
        Authorizer authorizer = Authorizer.compile(PolicyStack.ofIdentity(List.of(new NamedPolicy("reports", PolicyParser.parse("""
                {
                  "Version": "2012-10-17",
                  "Statement": {
                    "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::reports/${aws:username}/*",
                    "Condition": {"Bool": {"aws:SecureTransport": "true"}}
                  }
                }
                """).orElseThrow()))));
        RequestPrincipal alice = RequestPrincipal.of(PrincipalType.IAM_USER, "arn:aws:iam::111122223333:user/alice", "111122223333");
        RequestContext context = RequestContext.of(Map.of(
                "aws:username", ContextValues.single("alice"), "aws:SecureTransport", ContextValues.single("true")));
        for (String object : List.of("alice/may.csv", "bob/may.csv")) {
            boolean allowed = authorizer
                    .decide(AccessRequest.of(alice, "s3:GetObject", "arn:aws:s3:::reports/" + object, context))
                    .allowed();
            System.out.println(object + " " + (allowed ? "allowed" : "refused"));
        }

        ServiceCatalog catalog = ServiceCatalog.bundled();
        Path demo = Path.of(args[0]);
        AccountSnapshot account = AccountFiles.read(demo).snapshot().orElseThrow();
        UsageSummary usage = TrailReader.of(catalog).read(List.of(demo.resolve("trail")), TrailOptions.all()).summary();
        IamRole role = account.role("DeployRole").orElseThrow();
        TighteningProposal proposal = Tightener.of(catalog).propose(account, role, usage, TighteningOptions.standard());
        System.out.println("proposal " + proposal.proof().verdict() + ", actions " + proposal.before().actions() + " -> "
                + proposal.after().actions());
    }
}
