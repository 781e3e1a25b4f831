import { report } from './campaign.ts';
import './stories.ts';
import './borders.ts';
import './stored-values.ts';

report();
